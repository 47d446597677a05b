// The chain of ledgers inside of batches, by the lake's own table of ledgers. Where one batch ends
// and the next begins is for borders.h to judge.
#pragma once

#include <span>

#include "lineage/batch_record.h"
#include "sink/lake_contents.h"
#include "verify/report.h"

namespace lake {

// The table whose rows link ledgers; null when the lake has none, or a narrow one that left out
// what links them.
const LakeTable* ChainTable(const LakeContents& contents);

// Faults are ledgers of `batches` that do not follow the one before them.
Status CheckChain(const LakeReading& reading, const LakeTable& ledgers,
                  std::span<const BatchRecord> batches);

}  // namespace lake
