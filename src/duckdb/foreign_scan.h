// Tables that stand elsewhere, whose rows DuckDB asks for while a statement runs: a table function
// over objects of ours, as in SELECT sequence FROM hot_rows(0, 1000, 1031).
//
// A table has a column of whole numbers by which its rows are asked for in parts. DuckDB's C API
// tells a table function which columns a statement needs, and no filter. So a view names each part
// with its bounds as a condition beside it, and DuckDB itself drops those parts whose condition
// contradicts that of a statement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "duckdb/row_chunk.h"
#include "table/column_spec.h"

namespace lake {

// Both ends included.
struct ForeignPart {
  std::int64_t first;
  std::int64_t last;
};

// One scan. Called by one thread at a time, destroyed at its end or when nobody wants more rows.
class ForeignRows {
 public:
  virtual ~ForeignRows() = default;
  // The next rows, or nothing at the end. An error fails the statement.
  virtual Result<std::optional<RowChunk>> Next() = 0;
};

// Thread-safe.
class ForeignTable {
 public:
  virtual ~ForeignTable() = default;
  virtual std::span<const ColumnSpec> columns() const = 0;
  // About how many rows a part has, for plans.
  virtual std::uint64_t RowsOf(const ForeignPart& part) const = 0;
  // Rows of a part with some of columns(), at least one, by their places there. Any number of scans
  // may be under way at once.
  virtual std::unique_ptr<ForeignRows> Scan(std::vector<std::size_t> columns,
                                            const ForeignPart& part) const = 0;
};

using ForeignTables = std::vector<std::shared_ptr<const ForeignTable>>;

// Adds the function to the connection's database, which keeps the tables as long as it lives. Once
// for a name.
Status RegisterForeignScan(Connection& connection, const std::string& name, ForeignTables tables);

// hot_rows(0, 1000, 1031): the table that stands at that place of what was registered.
std::string ForeignScanSql(std::string_view name, std::size_t table, const ForeignPart& part);

}  // namespace lake
