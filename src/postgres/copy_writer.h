// Rows in memory into a PostgreSQL table by binary COPY, inside the connection's transaction.
//
// Columns are named, so their order in the table does not matter; a column of another type is an
// error of the server. Memory: one block of rows and a piece of 64 KiB. One thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "postgres/connection.h"
#include "table/row_buffer.h"
#include "table/table_spec.h"

namespace lake {

struct PgTableCopy {
  const TableSpec& spec;
  std::string target;                      // quoted path of the table
  std::span<const RowBuffer* const> rows;  // in order
};

// COPY "t" ("a", "b") FROM STDIN (FORMAT binary).
std::string CopyInSql(std::string_view target, std::span<const ColumnSpec> columns);

// The number of rows written; nothing is sent when there are none. Errors name the table.
Result<std::uint64_t> CopyTable(PgConnection& connection, const PgTableCopy& copy);

}  // namespace lake
