#include "view/view_sql.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "duckdb/foreign_scan.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// A part costs two questions to the server and its share of planning: about what 256 narrow rows
// do.
constexpr std::size_t kPartsMax = 32;
constexpr std::uint64_t kPartRows = 256;
constexpr ForeignPart kNoPart{.first = 1, .last = 0};

std::string ColumnNames(const TableSpec& spec) {
  std::string out;
  for (const ColumnSpec& column : spec.columns) {
    out += (out.empty() ? "" : ", ") + QuoteIdentifier(column.name);
  }
  return out;
}

std::size_t PartsFor(std::uint64_t rows) {
  return std::min<std::uint64_t>(kPartsMax, rows / kPartRows + 1);
}

std::string TempPath(std::string_view name) { return QualifiedName({"temp", "main", name}); }

}  // namespace

std::string CreateHotViewSql(const ViewedTable& table) {
  CHECK(table.hot);
  const std::string select = fmt::format("SELECT {} FROM ", ColumnNames(table.spec));
  std::string sql = fmt::format("CREATE TEMP VIEW {} AS ", QuoteIdentifier(table.hot_view()));
  const std::vector<LedgerSpan> parts = PartsOf(table.border.hot, PartsFor(table.hot_rows));
  if (parts.empty()) return sql + select + ForeignScanSql(kHotRowsFunction, *table.hot, kNoPart);
  std::string_view link;
  for (const LedgerSpan& part : parts) {
    sql += link;
    sql += select;
    sql += ForeignScanSql(kHotRowsFunction, *table.hot, {part.first, part.last});
    sql += fmt::format(" WHERE {} BETWEEN {} AND {}", QuoteIdentifier(table.spec.sequence_column),
                       part.first, part.last);
    link = " UNION ALL ";
  }
  return sql;
}

std::string CreateViewSql(const ViewedTable& table) {
  const std::string names = ColumnNames(table.spec);
  std::string sql = fmt::format("CREATE TEMP VIEW {} AS ", QuoteIdentifier(table.name));
  if (table.cold) {
    // All columns where nothing has to match them.
    sql += fmt::format("SELECT {} FROM {} AT (VERSION => {})", table.hot ? names : "*",
                       table.cold->path, table.cold->version);
    if (const std::string condition = ColdCondition(table.spec, table.border); !condition.empty()) {
      sql += " WHERE " + condition;
    }
  }
  if (table.cold && table.hot) sql += " UNION ALL ";
  if (table.hot) sql += fmt::format("SELECT {} FROM {}", names, TempPath(table.hot_view()));
  return sql;
}

}  // namespace lake
