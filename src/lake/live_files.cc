#include "lake/live_files.h"

#include <fmt/format.h>

#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::size_t kPathParts = 3;

// Paths are relative to the table's folder, which is relative to the schema's, which is relative to
// the data path; each may be absolute instead.
std::string FilesSql(const Lake& lake) {
  return fmt::format(
      "SELECT f.data_file_id, t.table_name, f.path, f.path_is_relative, t.path, "
      "t.path_is_relative, s.path, s.path_is_relative, p.partition_value, f.file_size_bytes, "
      "f.record_count - coalesce(d.deleted, 0), f.begin_snapshot FROM {} f JOIN {} t USING "
      "(table_id) JOIN {} s "
      "USING (schema_id) LEFT JOIN (SELECT data_file_id, max(partition_value) AS partition_value "
      "FROM {} GROUP BY ALL) p USING (data_file_id) LEFT JOIN (SELECT data_file_id, "
      "max(delete_count) AS deleted FROM {} WHERE end_snapshot IS NULL GROUP BY ALL) d USING "
      "(data_file_id) WHERE f.end_snapshot IS NULL AND t.end_snapshot IS NULL AND s.end_snapshot "
      "IS NULL AND s.schema_name = {} ORDER BY t.table_name, f.row_id_start, f.data_file_id",
      lake.CatalogTable("ducklake_data_file"), lake.CatalogTable("ducklake_table"),
      lake.CatalogTable("ducklake_schema"), lake.CatalogTable("ducklake_file_partition_value"),
      lake.CatalogTable("ducklake_delete_file"), QuoteLiteral(lake.options().schema_name));
}

std::string JoinPath(const Lake& lake, QueryResult& rows, std::size_t row) {
  std::string path;
  for (std::size_t part = 0; part < kPathParts; ++part) {
    const std::size_t column = 2 + 2 * part;
    path.insert(0, rows.Text(column, row));
    if (!rows.Bool(column + 1, row)) return path;
  }
  return lake.data_path() + path;
}

}  // namespace

Result<std::vector<LiveFile>> ReadLiveFiles(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(QueryResult rows, connection.Query(FilesSql(lake)));
  std::vector<LiveFile> out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    out.push_back({.id = rows.Int(0, row),
                   .table = std::string(rows.Text(1, row)),
                   .path = JoinPath(lake, rows, row),
                   .partition = std::string(rows.Text(8, row)),
                   .bytes = static_cast<std::uint64_t>(rows.Int(9, row)),
                   .rows = static_cast<std::uint64_t>(rows.Int(10, row)),
                   .snapshot = rows.Int(11, row)});
    return {};
  }));
  return out;
}

Result<bool> AreLive(Connection& connection, const Lake& lake, std::span<const LiveFile> files) {
  std::string ids;
  std::uint64_t rows = 0;
  for (const LiveFile& file : files) {
    ids += fmt::format("{}{}", ids.empty() ? "" : ", ", file.id);
    rows += file.rows;
  }
  if (ids.empty()) return true;
  TRY_ASSIGN(QueryResult found,
             connection.Query(fmt::format(
                 "SELECT (SELECT count(*) FROM {0} WHERE {2}), (SELECT "
                 "coalesce(sum(record_count), 0)::BIGINT FROM {0} WHERE {2}) - (SELECT "
                 "coalesce(sum(delete_count), 0)::BIGINT FROM {1} WHERE {2})",
                 lake.CatalogTable("ducklake_data_file"), lake.CatalogTable("ducklake_delete_file"),
                 fmt::format("end_snapshot IS NULL AND data_file_id IN ({})", ids))));
  TRY(found.NextSingleRow());
  return found.Int(0, 0) == static_cast<std::int64_t>(files.size()) &&
         found.Int(1, 0) == static_cast<std::int64_t>(rows);
}

std::string IsInFiles(std::span<const LiveFile> files) {
  std::string paths;
  for (const LiveFile& file : files) {
    if (!paths.empty()) paths += ", ";
    paths += QuoteLiteral(file.path);
  }
  return fmt::format("filename IN ({})", paths);
}

}  // namespace lake
