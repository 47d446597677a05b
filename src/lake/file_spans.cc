#include "lake/file_spans.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::uint32_t kLedgerMax = std::numeric_limits<std::uint32_t>::max();

struct Noted {
  LedgerSpan ledgers;
  std::uint64_t rows;
  std::uint64_t footer_bytes;
};

std::uint32_t LedgerOf(std::int64_t number, std::uint32_t otherwise) {
  return number >= 0 && number <= kLedgerMax ? static_cast<std::uint32_t>(number) : otherwise;
}

std::string StatisticsSql(const Lake& lake, std::string_view table, std::string_view column) {
  return fmt::format(
      "SELECT f.data_file_id, coalesce(try_cast(s.min_value AS BIGINT), 0), "
      "coalesce(try_cast(s.max_value AS BIGINT), {}), f.record_count, coalesce(f.footer_size, 0) "
      "FROM {} f JOIN {} t USING (table_id) LEFT JOIN {} c ON c.table_id = t.table_id AND "
      "c.end_snapshot IS NULL AND c.column_name = {} LEFT JOIN {} s ON s.data_file_id = "
      "f.data_file_id AND s.column_id = c.column_id WHERE f.end_snapshot IS NULL AND "
      "t.end_snapshot IS NULL AND t.table_name = {}",
      kLedgerMax, lake.CatalogTable("ducklake_data_file"), lake.CatalogTable("ducklake_table"),
      lake.CatalogTable("ducklake_column"), QuoteLiteral(column),
      lake.CatalogTable("ducklake_file_column_stats"), QuoteLiteral(table));
}

}  // namespace

Result<std::vector<FileSpan>> ReadFileSpans(Connection& connection, const Lake& lake,
                                            std::string_view table,
                                            std::string_view sequence_column) {
  TRY_ASSIGN(QueryResult rows, connection.Query(StatisticsSql(lake, table, sequence_column)));
  std::map<std::int64_t, Noted> noted;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    const std::uint32_t first = LedgerOf(rows.Int(1, row), 0);
    noted[rows.Int(0, row)] = {{first, std::max(first, LedgerOf(rows.Int(2, row), kLedgerMax))},
                               static_cast<std::uint64_t>(rows.Int(3, row)),
                               static_cast<std::uint64_t>(rows.Int(4, row))};
    return {};
  }));
  TRY_ASSIGN(std::vector<LiveFile> files, ReadLiveFiles(connection, lake));
  std::vector<FileSpan> out;
  for (LiveFile& file : files) {
    const auto known = noted.find(file.id);
    if (file.table != table || known == noted.end()) continue;
    const auto& [ledgers, written, footer] = known->second;
    out.push_back({std::move(file), ledgers, written, footer});
  }
  return out;
}

std::string PathsText(const std::vector<FileSpan>& files) {
  constexpr std::size_t kShown = 3;
  std::string text;
  for (std::size_t i = 0; i < files.size() && i < kShown; ++i) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", files[i].file.path);
  }
  if (files.size() > kShown) text += fmt::format(" and {} more", files.size() - kShown);
  return text;
}

}  // namespace lake
