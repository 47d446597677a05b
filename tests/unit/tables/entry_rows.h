// Rows of one snapshot table for the entry changes of one operation.
#pragma once

#include "support/table_rows.h"

namespace lake::testing {

// `changes` are those of an operation that succeeded, in ledger 54321.
inline JsonList RowsOfChanges(std::string_view table, const JsonList& changes,
                              std::uint32_t protocol = 22) {
  LedgerChain chain(kTestPassphrase, 54'321, protocol);
  return RowsOf(table, chain, Tx("alice").Op(Inflation()).Changes(changes));
}

// The one row of an entry that was updated.
inline Json RowOfEntry(std::string_view table, const Json& entry) {
  const JsonList rows = RowsOfChanges(table, {State(entry), Updated(entry)});
  return rows.size() == 1 ? rows[0] : Json();
}

}  // namespace lake::testing
