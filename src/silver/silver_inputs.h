// What the SELECT of a silver table sees of bronze: each table under its own name, with the rows of
// the batch's ledgers only, as temporary views of the connection.
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

// Makes the views, and `previous_ledger`: the row of ledgers_row_v2 of the ledger before the batch,
// if bronze holds it. `bronze` is the quoted path of bronze's schema.
Status OpenInputs(Connection& connection, std::string_view bronze,
                  std::span<const std::string> tables, const LedgerSpan& span);

}  // namespace lake
