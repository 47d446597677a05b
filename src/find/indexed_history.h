// What of its history a store can be searched for: which of the index tables it has, under which
// names, and of which ledgers.
//
// A value, read once and used by many lookups: reading it costs far more than one of them. Safe
// from any thread once read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/sha256.h"
#include "duckdb/lake.h"
#include "find/index_keys.h"
#include "stellar/ledger_set.h"
#include "tables/selection.h"

namespace lake {

// One table that a lookup reads, in a lake or as a view of more than one store.
struct SearchedTable {
  std::string path;  // quoted
  LedgerSet held;
  // Columns of the registry that it lacks, as narrow lakes do: of the ones that lookups read.
  bool lacks_roles = false;       // participants_v1.roles
  bool lacks_inner_hash = false;  // transactions_row_v2.inner_transaction_hash
};

struct IndexedHistory {
  // By their specs' names: the index tables and transactions_row_v2, those that are there.
  std::map<std::string, SearchedTable, std::less<>> tables;
  LedgerSet known;      // that any table of the store has
  LedgerSet aside;      // that are kept aside as they came (_quarantine), in no table
  std::string network;  // "" while the store holds nothing
};

// Of a lake; in the caller's transaction.
Result<IndexedHistory> ReadIndexedHistory(Connection& connection, const Lake& lake,
                                          const StoredNames& names);

// The ledgers whose rows of all these keys' tables are there. kNotFound when one of the tables is
// not: its message names the table, and what to do.
Result<LedgerSet> LedgersWith(const IndexedHistory& history, const IndexKeys& keys);

// The network's id; nothing when only its passphrase, which is not in the lake, would tell.
std::optional<Hash256> NetworkIdOf(const IndexedHistory& history);

}  // namespace lake
