// What has to be known of the ledgers of a lake before tables are made from them: whether their
// transactions stand in order, and which have what the lake does not keep of a ledger.
//
// Reads headers and results, some 300 bytes a transaction.
#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <string>

#include "reindex/lake_origin.h"
#include "reindex/stored_ledgers.h"
#include "stellar/ledger_set.h"

namespace lake {

struct StoredFacts {
  LedgerSet out_of_order;  // or otherwise not what their headers say
  std::string first_fault;
  std::map<UpgradeReach, LedgerSet> upgraded;  // by the upgrade of theirs that reaches farthest
  LedgerSet with_refunds;                      // that may have some
};

// Looks at `ledgers`, each of which has its rows. kDataLoss when a row cannot be read; kCancelled
// after a stop. `connect` gives the connections; `note` hears of every ledger.
Result<StoredFacts> ReadStoredFacts(const std::function<Result<Connection>()>& connect,
                                    const StoredTables& tables, const LedgerSet& ledgers,
                                    const std::function<void(std::uint32_t)>& note,
                                    const std::stop_token& stop);

}  // namespace lake
