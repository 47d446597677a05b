// The ledgers that a lake keeps aside: each is still what its header proves, it fits its
// neighbours, and some table lacks it.
#pragma once

#include <vector>

#include "lineage/batch_record.h"
#include "verify/report.h"

namespace lake {

// Those of `range`; `batches` are all of the lake.
Status CheckQuarantine(const LakeReading& reading, const std::vector<BatchRecord>& batches,
                       const LedgerRange& range);

}  // namespace lake
