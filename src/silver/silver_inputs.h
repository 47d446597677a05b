// What the SELECT of a silver table sees of bronze: each table under its own name, with the rows of
// the batch's ledgers only, as temporary tables of the connection.
//
// Tables and not views: a bronze table is read by several SELECTs, and planning a scan of a lake's
// table costs some 10 ms of catalog work each time, far more than its rows do at the tip. Columns
// that no SELECT names are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "silver/silver_table.h"
#include "stellar/ledger_set.h"

namespace lake {

// The bronze tables that these tables read, each once, in the registry's order.
std::vector<std::string> BronzeInputs(std::span<const SilverTable> tables);

// Copies what the tables read, and `previous_ledger`: the row of ledgers_row_v2 of the ledger
// before the batch, if bronze holds it. `bronze` is the quoted path of bronze's schema.
Status CopyInputs(Connection& connection, std::string_view bronze,
                  std::span<const SilverTable> tables, const LedgerSpan& span);

}  // namespace lake
