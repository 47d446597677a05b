#include "lake/table_storage.h"

#include <fmt/format.h>

#include <charconv>

#include "table/sql_text.h"
#include "tables/range_column.h"

namespace lake {
namespace {

// Settings that files of ours follow, or that do not matter to them.
constexpr std::string_view kKnownSettings =
    "'version', 'created_by', 'data_path', 'encrypted', 'data_inlining_row_limit', "
    "'parquet_compression', 'parquet_compression_level', 'parquet_row_group_size'";

struct ParquetSettings {
  std::string options;
  std::optional<int> zstd_level;
  std::string refusal;
};

constexpr int kZstdLevel = 3;  // DuckDB's own choice

int LevelOf(std::string_view text) {
  int level = kZstdLevel;
  std::from_chars(text.data(), text.data() + text.size(), level);
  return level;
}

// Those of the whole lake.
Result<ParquetSettings> ReadParquetSettings(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(
      QueryResult rows,
      connection.Query(fmt::format(
          "SELECT string_agg(DISTINCT \"key\", ', ' ORDER BY \"key\") FILTER (\"key\" NOT IN ({}) "
          "OR (\"key\" = 'encrypted' AND \"value\" <> 'false') OR (scope IS NOT NULL AND \"key\" "
          "<> 'parquet_row_group_size')), max(\"value\") FILTER (\"key\" = "
          "'parquet_compression'), max(\"value\") FILTER (\"key\" = "
          "'parquet_compression_level') FROM {}",
          kKnownSettings, lake.CatalogTable("ducklake_metadata"))));
  TRY(rows.NextSingleRow());
  ParquetSettings out;
  if (!rows.IsNull(0, 0)) {
    out.refusal = fmt::format("the lake's setting {} is unknown to this writer", rows.Text(0, 0));
  }
  out.options =
      fmt::format("COMPRESSION {}", rows.IsNull(1, 0) ? std::string_view("zstd") : rows.Text(1, 0));
  if (!rows.IsNull(2, 0)) out.options += fmt::format(", COMPRESSION_LEVEL {}", rows.Text(2, 0));
  if (rows.IsNull(1, 0) || rows.Text(1, 0) == "zstd") {
    out.zstd_level = rows.IsNull(2, 0) ? kZstdLevel : LevelOf(rows.Text(2, 0));
  }
  // A dictionary of texts that hardly repeat costs more than it saves.
  out.options += ", STRING_DICTIONARY_PAGE_SIZE_LIMIT 65536";
  return out;
}

// One row per table and partition column. A setting may stand there twice: two writers that made
// the lake at the same time both wrote it, and DuckLake's table of settings has no key.
std::string StorageSql(const Lake& lake) {
  return fmt::format(
      "SELECT *, EXISTS (SELECT 1 FROM {4} k WHERE k.table_id = x.table_id AND contains(x.path, "
      "'/' "
      "|| k.column_name || '=')) FROM (SELECT t.table_name, CASE WHEN t.path_is_relative THEN CASE "
      "WHEN s.path_is_relative THEN {7} ELSE '' END || s.path ELSE '' END || t.path AS path, "
      "c.column_name, q.transform = 'identity', o.sort_id IS NOT NULL, (SELECT max(z.\"value\") "
      "FROM {6} z WHERE z.scope = 'table' AND z.scope_id = t.table_id AND z.\"key\" = "
      "'parquet_row_group_size'), t.table_id FROM "
      "{0} t JOIN {1} s USING (schema_id) LEFT JOIN (SELECT p.table_id, k.column_id, k.transform "
      "FROM {2} p JOIN {3} k USING (partition_id) WHERE p.end_snapshot IS NULL) q ON q.table_id = "
      "t.table_id LEFT JOIN {4} c ON c.table_id = t.table_id AND c.column_id = q.column_id AND "
      "c.end_snapshot IS NULL LEFT JOIN {5} o ON o.table_id = t.table_id AND o.end_snapshot IS "
      "NULL WHERE t.end_snapshot IS NULL AND s.end_snapshot IS NULL AND "
      "s.schema_name = {8}) x",
      lake.CatalogTable("ducklake_table"), lake.CatalogTable("ducklake_schema"),
      lake.CatalogTable("ducklake_partition_info"), lake.CatalogTable("ducklake_partition_column"),
      lake.CatalogTable("ducklake_column"), lake.CatalogTable("ducklake_sort_info"),
      lake.CatalogTable("ducklake_metadata"), QuoteLiteral(lake.data_path()),
      QuoteLiteral(lake.options().schema_name));
}

}  // namespace

Result<LakeStorage> ReadTableStorage(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(const ParquetSettings settings, ReadParquetSettings(connection, lake));
  TRY_ASSIGN(QueryResult rows, connection.Query(StorageSql(lake)));
  LakeStorage out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    TableStorage storage{.table = std::string(rows.Text(0, row)),
                         .path = std::string(rows.Text(1, row)),
                         .partition_column = std::string(rows.Text(2, row)),
                         .refusal = settings.refusal,
                         .parquet_options = settings.options,
                         .zstd_level = settings.zstd_level};
    if (!rows.IsNull(5, row)) {
      storage.parquet_options += fmt::format(", ROW_GROUP_SIZE {}", rows.Text(5, row));
    }
    const bool by_range = storage.partition_column == kRangeColumn && rows.Bool(3, row);
    if (!storage.partition_column.empty() && !by_range) {
      storage.refusal = fmt::format("it is partitioned by {}", storage.partition_column);
    } else if (by_range && rows.Bool(7, row)) {
      storage.refusal = "a folder above it is named <column>=..., as partitions are";
    } else if (rows.Bool(4, row)) {
      storage.refusal = "its rows have an order of their own (SORTED BY)";
    }
    const auto [at, added] = out.try_emplace(storage.table, storage);
    if (!added) at->second.refusal = "it is partitioned by several columns";
    return {};
  }));
  return out;
}

Result<const TableStorage*> StorageOf(const LakeStorage& storage, std::string_view table) {
  const auto found = storage.find(table);
  if (found == storage.end()) {
    return {Code::kInvalidArgument, fmt::format("the lake has no table {}", table)};
  }
  if (found->second.refusal.empty()) return &found->second;
  return {Code::kInvalidArgument,
          fmt::format("{} cannot be written: {}", table, found->second.refusal)};
}

}  // namespace lake
