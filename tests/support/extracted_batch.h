// A batch of ledgers the way the pipeline makes it, without the pipeline.
#pragma once

#include <vector>

#include "support/built_ledger.h"
#include "tables/batch.h"

namespace lake::testing {

// Adds a test failure when a ledger cannot be extracted. `tables` must outlive the batch; the
// ledgers need not.
Batch ExtractBatch(const TableSet& tables, const std::vector<BuiltLedger>& ledgers,
                   const Hash256& network_id);

}  // namespace lake::testing
