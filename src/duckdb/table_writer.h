// Writes one table's rows of a batch into a DuckDB or DuckLake table, inside the connection's
// current transaction: INSERT INTO target SELECT * FROM lake_rows(n).
//
// Each thread claims contiguous runs of about a row group, so row groups stay sorted by ledger;
// small tables are written by one thread into one file. A connection writes one table at a time.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"
#include "duckdb/database.h"
#include "duckdb/row_source.h"

namespace lake {

struct TableWrite {
  const TableSpec& spec;
  std::string target;                            // quoted path of the table
  std::vector<const RowBuffer*> rows;            // one per ledger, in order
  int threads = 0;                               // at most; 0: all of the database's
  std::span<const ColumnSpec* const> columns{};  // a subset to write; empty: all
};

// The number of rows written; nothing is run when there are none. Errors name the table.
Result<std::uint64_t> WriteTable(Connection& connection, const TableWrite& write);

}  // namespace lake
