// Where batches meet: no table has a ledger twice, and whatever two batches know of one ledger's
// hash is the same.
#pragma once

#include <vector>

#include "lineage/batch_record.h"
#include "verify/report.h"

namespace lake {

// `batches` ascend by their first ledgers.
void CheckBorders(const std::vector<BatchRecord>& batches, VerifyReport& report);

}  // namespace lake
