#include "sink/table_storage.h"

#include <fmt/format.h>

#include <algorithm>

#include "table/sql_text.h"
#include "tables/range_column.h"

namespace lake {
namespace {

// Settings that files of ours follow, or that do not matter to them.
constexpr std::string_view kKnownSettings =
    "'version', 'created_by', 'data_path', 'encrypted', 'data_inlining_row_limit', "
    "'parquet_compression', 'parquet_compression_level', 'parquet_row_group_size'";

struct ParquetSettings {
  bool known = false;
  std::string options;
};

// Those of the whole lake.
Result<ParquetSettings> ReadParquetSettings(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(
      QueryResult rows,
      connection.Query(fmt::format(
          "SELECT coalesce(bool_and(\"key\" IN ({}) AND (\"key\" <> 'encrypted' OR \"value\" = "
          "'false') AND (scope IS NULL OR \"key\" = 'parquet_row_group_size')), true), "
          "max(\"value\") FILTER (\"key\" = 'parquet_compression'), "
          "max(\"value\") FILTER (\"key\" = 'parquet_compression_level') FROM {}",
          kKnownSettings, lake.CatalogTable("ducklake_metadata"))));
  TRY(rows.NextSingleRow());
  ParquetSettings out{.known = rows.Bool(0, 0), .options = {}};
  if (!rows.IsNull(1, 0)) out.options = fmt::format("COMPRESSION {}", rows.Text(1, 0));
  if (!rows.IsNull(2, 0)) out.options += fmt::format(", COMPRESSION_LEVEL {}", rows.Text(2, 0));
  out.known = out.known && !out.options.empty();
  return out;
}

// One row per table and partition column.
std::string StorageSql(const Lake& lake) {
  return fmt::format(
      "SELECT t.table_name, CASE WHEN t.path_is_relative THEN CASE WHEN s.path_is_relative THEN {} "
      "ELSE '' END || s.path ELSE '' END || t.path, c.column_name, q.transform = 'identity', "
      "o.sort_id IS NOT NULL, z.\"value\", t.path_is_relative AND s.path_is_relative FROM {} t "
      "JOIN {} s USING (schema_id) LEFT JOIN (SELECT "
      "p.table_id, k.column_id, k.transform FROM {} p JOIN {} k USING (partition_id) WHERE "
      "p.end_snapshot IS NULL) q ON q.table_id = t.table_id LEFT JOIN {} c ON c.table_id = "
      "t.table_id AND c.column_id = q.column_id AND c.end_snapshot IS NULL LEFT JOIN {} o ON "
      "o.table_id = t.table_id AND o.end_snapshot IS NULL LEFT JOIN {} z ON z.scope = 'table' AND "
      "z.scope_id = t.table_id AND z.\"key\" = 'parquet_row_group_size' WHERE t.end_snapshot IS "
      "NULL AND s.end_snapshot IS NULL AND s.schema_name = {}",
      QuoteLiteral(lake.data_path()), lake.CatalogTable("ducklake_table"),
      lake.CatalogTable("ducklake_schema"), lake.CatalogTable("ducklake_partition_info"),
      lake.CatalogTable("ducklake_partition_column"), lake.CatalogTable("ducklake_column"),
      lake.CatalogTable("ducklake_sort_info"), lake.CatalogTable("ducklake_metadata"),
      QuoteLiteral(lake.options().schema_name));
}

}  // namespace

Result<std::vector<TableStorage>> ReadTableStorage(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(const ParquetSettings settings, ReadParquetSettings(connection, lake));
  const bool files = lake.has_local_data() && settings.known &&
                     lake.data_path().find_first_of("*?[]{}=") == std::string::npos;
  TRY_ASSIGN(QueryResult rows, connection.Query(StorageSql(lake)));
  std::vector<TableStorage> out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    TableStorage storage{
        .table = std::string(rows.Text(0, row)),
        .path = std::string(rows.Text(1, row)),
        .partition_column = std::string(rows.Text(2, row)),
        .takes_files = files && rows.Bool(6, row) && !rows.Bool(4, row) && !rows.IsNull(5, row),
        .parquet_options = settings.options};
    if (!rows.IsNull(5, row)) {
      storage.parquet_options += fmt::format(", ROW_GROUP_SIZE {}", rows.Text(5, row));
    }
    if (!storage.partition_column.empty() &&
        (storage.partition_column != kRangeColumn || !rows.Bool(3, row))) {
      storage.takes_files = false;
    }
    out.push_back(std::move(storage));
    return {};
  }));
  // Partitions by two columns are two rows.
  for (TableStorage& storage : out) {
    if (std::ranges::count(out, storage.table, &TableStorage::table) > 1) {
      storage.takes_files = false;
    }
  }
  return out;
}

}  // namespace lake
