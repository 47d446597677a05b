#include "sink/new_files.h"

#include <fmt/format.h>

#include <filesystem>

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "ducklake-";
constexpr std::uint32_t kPartitionLedgers = 10'000;  // D8

// The least name of a file made at or after the time: names are version 7 UUIDs, which begin with
// 48 bits of milliseconds in hex, 8 digits, a dash and 4 digits.
std::string LeastName(std::int64_t since_ms) {
  const std::string hex = fmt::format("{:012x}", since_ms);
  return fmt::format("{}{}-{}", kPrefix, hex.substr(0, 8), hex.substr(8));
}

void AddNewFiles(const std::string& folder, std::string_view least, std::vector<std::string>& out) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kPrefix) && name >= least) out.push_back(entry.path().string());
  }
}

}  // namespace

Result<std::vector<TableFolder>> ReadTableFolders(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(
      QueryResult rows,
      connection.Query(fmt::format(
          "SELECT CASE WHEN t.path_is_relative THEN CASE WHEN s.path_is_relative THEN '' ELSE "
          "NULL END || s.path || t.path END, c.column_name FROM {} t JOIN {} s USING (schema_id) "
          "LEFT JOIN (SELECT p.table_id, k.column_id FROM {} p JOIN {} k USING (partition_id) "
          "WHERE "
          "p.end_snapshot IS NULL) q ON q.table_id = t.table_id LEFT JOIN {} c ON c.table_id = "
          "t.table_id AND c.column_id = q.column_id AND c.end_snapshot IS NULL WHERE "
          "t.end_snapshot IS NULL AND s.end_snapshot IS NULL",
          lake.CatalogTable("ducklake_table"), lake.CatalogTable("ducklake_schema"),
          lake.CatalogTable("ducklake_partition_info"),
          lake.CatalogTable("ducklake_partition_column"), lake.CatalogTable("ducklake_column"))));
  std::vector<TableFolder> out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    if (rows.IsNull(0, row)) return {};  // a path of its own: not one of ours
    out.push_back(
        {lake.data_path() + std::string(rows.Text(0, row)), std::string(rows.Text(1, row))});
    return {};
  }));
  return out;
}

std::vector<std::string> FindNewFiles(const std::vector<TableFolder>& folders,
                                      std::int64_t since_ms, std::uint32_t lo, std::uint32_t hi) {
  const std::string least = LeastName(since_ms);
  std::vector<std::string> out;
  for (const TableFolder& folder : folders) {
    AddNewFiles(folder.path, least, out);
    if (folder.partition_column.empty()) continue;
    for (std::uint32_t range = lo / kPartitionLedgers; range <= hi / kPartitionLedgers; ++range) {
      AddNewFiles(
          fmt::format("{}{}={}", folder.path, folder.partition_column, range * kPartitionLedgers),
          least, out);
    }
  }
  return out;
}

}  // namespace lake
