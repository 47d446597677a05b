// The views that show a table of both stores, as statements for DuckDB. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "table/table_spec.h"
#include "view/border.h"

namespace lake {

// The table function that reads the hot buffer (duckdb/foreign_scan.h).
inline constexpr std::string_view kHotRowsFunction = "hot_rows";

// The lake's half.
struct ColdHalf {
  std::string path;      // quoted
  std::int64_t version;  // the snapshot that is read
};

struct ViewedTable {
  std::string_view name;  // in the lake and of the view
  const TableSpec& spec;  // with the columns that are shown
  const Border& border;
  std::optional<std::size_t> hot{};  // its place among the function's tables
  std::uint64_t hot_rows = 0;        // in the hot buffer
  std::optional<ColdHalf> cold{};    // at least one of both is there

  std::string hot_view() const { return "hot_" + std::string(name); }
};

// CREATE TEMP VIEW hot_<name>: its rows in the hot buffer. In parts, so that a condition on the
// ledger reads the parts that it may be true in.
std::string CreateHotViewSql(const ViewedTable& table);
// CREATE TEMP VIEW <name>: all of its rows, over the first view where the hot buffer has the table.
std::string CreateViewSql(const ViewedTable& table);

}  // namespace lake
