// Rows of ledgers that no batch of their table holds: before its first batch, behind its last one,
// and between them. Who reads the table sees them, and no digest is over them.
#pragma once

#include "sink/lake_contents.h"
#include "verify/report.h"

namespace lake {

// Of the tables of `contents`, in `range`; one that begins at ledger 1 or below takes in what no
// ledger can be. Reads nothing of a table whose files all lie inside of its batches, by what the
// catalog knows of them. After CheckBatches.
Status CheckStrays(const LakeReading& reading, const LakeContents& contents,
                   const LedgerRange& range);

}  // namespace lake
