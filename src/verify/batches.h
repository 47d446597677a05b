// The rows of every batch against the digests that its lineage recorded: one pass over a table for
// many batches, so that a lake of many small batches is proved as fast as one of few.
#pragma once

#include <span>

#include "sink/lake_contents.h"
#include "verify/report.h"

namespace lake {

// Of the tables of `contents`; `batches` ascend. Rows of other ledgers are for strays.h.
Status CheckBatches(const LakeReading& reading, const LakeContents& contents,
                    std::span<const BatchRecord> batches);

}  // namespace lake
