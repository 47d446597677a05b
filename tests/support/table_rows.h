// The rows of one table as JSON objects, so that a test names the column it means:
// rows[0]["fee_charged"].
//
// NULL is null, a timestamp its microseconds, a text its bytes as they are.
#pragma once

#include <string_view>

#include "support/ledger_builder.h"

namespace lake::testing {

// Decodes, proves and extracts a LedgerCloseMeta. Adds a test failure, and gives no rows, when that
// fails.
JsonList RowsOf(std::string_view table, Bytes ledger_close_meta, const Hash256& network_id);

// The same of the chain's next ledger, which it makes.
JsonList RowsOf(std::string_view table, LedgerChain& chain, const LedgerSpec& spec);

// The same of a ledger that holds one transaction only.
JsonList RowsOf(std::string_view table, LedgerChain& chain, const Tx& tx);

// The columns of a row that are not NULL, in the table's order.
JsonList SetColumns(std::string_view table, const Json& row);

}  // namespace lake::testing
