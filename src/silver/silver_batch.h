// What silver gets from one run of bronze's ledgers: every table is evaluated into temporary tables
// of the connection, in the order of what they read.
//
// One thread; in a transaction, so that bronze is read as of one snapshot.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "silver/silver_rows.h"
#include "silver/silver_table.h"
#include "silver/state_step.h"
#include "stellar/ledger_set.h"

namespace lake {

// Which ledgers, and between what they stand.
struct SilverPlace {
  std::string bronze;  // quoted path of bronze's schema
  LedgerSpan span;
  StatePlace state;
};

Result<std::vector<SilverRows>> EvaluateBatch(Connection& connection, const SilverPlace& place,
                                              std::span<const SilverTable> tables);

// CREATE OR REPLACE TEMP TABLE of a row table or of parts, under its own name.
Status EvaluateTable(Connection& connection, const SilverTable& table);

}  // namespace lake
