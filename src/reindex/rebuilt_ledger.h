// From what a lake keeps of a ledger to a LedgerCloseMeta, and the proof of its order.
//
// Thread-safe.
#pragma once

#include "base/result.h"
#include "reindex/stored_ledgers.h"

namespace lake {

// Whether the transactions stand in the order in which they were applied: their results hash to
// what the header says, and the header to what the ledger is called. kDataLoss says what does not.
Status ProveOrder(const StoredLedger& ledger);

// A LedgerCloseMeta with all that the lake keeps of a ledger, in the shortest form: V0, upgrades
// without their changes. Its order is proved (ProveOrder); that envelopes belong to the results
// proves whoever decodes it. kDataLoss names the ledger.
Result<StoredXdr> RebuildLedger(const StoredLedger& ledger);

}  // namespace lake
