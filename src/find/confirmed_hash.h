// Whether what the index of hashes gave is the transaction that is looked for: it has the first 48
// bits of a hash only.
//
// In the caller's transaction.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "find/indexed_history.h"
#include "find/place.h"

namespace lake {

// Takes out the places of other transactions, and says how many they were. Those whose ledger is
// not in transactions_row_v2 stay, as kUnconfirmed.
Result<std::size_t> KeepConfirmed(Connection& connection, const IndexedHistory& history,
                                  const Hash256& hash, std::vector<Place>& places);

}  // namespace lake
