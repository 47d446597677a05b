// Rows in memory into a DuckDB or DuckLake table, inside the connection's current transaction, or
// into a Parquet file.
//
// Each thread of DuckDB claims contiguous runs of about a row group, so row groups stay sorted by
// ledger; small tables are written by one thread into one file. A connection writes one table or
// file at a time.
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

struct ParquetWrite {
  const TableSpec& spec;
  std::vector<RowPiece> rows;  // in order; at least one row
  std::string path;            // of a file that is not there, in a folder that is
  std::string options;         // of COPY, beside the format
};

// Writes all rows with the calling thread, where the database has no other (one_thread_at_rest).
// What is left of the file after an error is for the caller to remove.
Status WriteParquet(Connection& connection, ParquetWrite write);

}  // namespace lake
