#include "duckdb/sql_allowed.h"

#include <algorithm>
#include <array>

namespace lake {
namespace {

using Names = std::span<const std::string_view>;

constexpr auto kSettings = std::to_array<std::string_view>(
    {"calendar", "default_null_order", "default_order", "explain_output", "ieee_floating_point_ops",
     "integer_division", "null_order", "schema", "search_path", "timezone"});

constexpr auto kPragmas = std::to_array<std::string_view>(
    {"collations", "database_list", "database_size", "functions", "platform", "show",
     "show_databases", "show_tables", "show_tables_expanded", "storage_info", "table_info",
     "user_agent", "version"});

// Rows from nothing, the engine's description of itself and DuckLake's answers about a lake, as far
// as they show no file, no path and no setting: for everybody.
constexpr auto kTableFunctions =
    std::to_array<std::string_view>({"generate_series",
                                     "histogram",
                                     "histogram_values",
                                     "json_each",
                                     "json_tree",
                                     "range",
                                     "repeat",
                                     "repeat_row",
                                     "summary",
                                     "unnest",
                                     "duckdb_columns",
                                     "duckdb_constraints",
                                     "duckdb_functions",
                                     "duckdb_keywords",
                                     "duckdb_schemas",
                                     "duckdb_tables",
                                     "duckdb_types",
                                     "duckdb_views",
                                     "icu_calendar_names",
                                     "pg_timezone_names",
                                     "pragma_collations",
                                     "pragma_show",
                                     "pragma_table_info",
                                     "pragma_version",
                                     "ducklake_current_snapshot",
                                     "ducklake_last_committed_snapshot",
                                     "ducklake_snapshots",
                                     "ducklake_table_changes",
                                     "ducklake_table_deletions",
                                     "ducklake_table_info",
                                     "ducklake_table_insertions"});

// For users alone: what shows those, and files (which the engine bounds: see sql_guard.h).
constexpr auto kTableFunctionsForUsers =
    std::to_array<std::string_view>({"test_all_types",
                                     "duckdb_databases",
                                     "duckdb_dependencies",
                                     "duckdb_extensions",
                                     "duckdb_indexes",
                                     "duckdb_memory",
                                     "duckdb_optimizers",
                                     "duckdb_prepared_statements",
                                     "duckdb_sequences",
                                     "duckdb_temporary_files",
                                     "duckdb_variables",
                                     "pragma_database_size",
                                     "pragma_platform",
                                     "pragma_storage_info",
                                     "pragma_user_agent",
                                     "glob",
                                     "parquet_bloom_probe",
                                     "parquet_file_metadata",
                                     "parquet_full_metadata",
                                     "parquet_kv_metadata",
                                     "parquet_metadata",
                                     "parquet_scan",
                                     "parquet_schema",
                                     "read_blob",
                                     "read_csv",
                                     "read_csv_auto",
                                     "read_json",
                                     "read_json_auto",
                                     "read_json_objects",
                                     "read_json_objects_auto",
                                     "read_ndjson",
                                     "read_ndjson_auto",
                                     "read_ndjson_objects",
                                     "read_parquet",
                                     "read_text",
                                     "sniff_csv",
                                     "ducklake_list_files",
                                     "ducklake_options",
                                     "ducklake_settings"});

constexpr auto kLakeFunctions = std::to_array<std::string_view>(
    {"current_snapshot", "last_committed_snapshot", "snapshots", "table_changes", "table_deletions",
     "table_info", "table_insertions"});

constexpr auto kLakeFunctionsForUsers = std::to_array<std::string_view>({"options", "settings"});

// Settings may be secrets; the others change something, or take a thread for as long as they like.
constexpr auto kRefusedScalars =
    std::to_array<std::string_view>({"add_parquet_key", "current_setting", "getenv", "nextval",
                                     "setseed", "sleep_ms", "write_log"});

constexpr auto kWindowFunctions = std::to_array<std::string_view>(
    {"cume_dist", "dense_rank", "fill", "first", "first_value", "lag", "last", "last_value", "lead",
     "nth_value", "ntile", "percent_rank", "rank", "rank_dense", "row_number"});

constexpr auto kRefusedViews = std::to_array<std::string_view>({"pg_settings", "duckdb_logs"});

constexpr auto kViewsForStrangers = std::to_array<std::string_view>({"character_sets",
                                                                     "columns",
                                                                     "constraint_column_usage",
                                                                     "key_column_usage",
                                                                     "referential_constraints",
                                                                     "schemata",
                                                                     "table_constraints",
                                                                     "tables",
                                                                     "duckdb_columns",
                                                                     "duckdb_constraints",
                                                                     "duckdb_schemas",
                                                                     "duckdb_tables",
                                                                     "duckdb_types",
                                                                     "duckdb_views",
                                                                     "pg_attribute",
                                                                     "pg_class",
                                                                     "pg_constraint",
                                                                     "pg_description",
                                                                     "pg_index",
                                                                     "pg_indexes",
                                                                     "pg_namespace",
                                                                     "pg_proc",
                                                                     "pg_tables",
                                                                     "pg_type",
                                                                     "pg_views",
                                                                     "sqlite_master",
                                                                     "sqlite_schema"});

// What makes DuckDB read a name as that of a file, where it is all of it or its end.
constexpr auto kFileSuffixes =
    std::to_array<std::string_view>({"avro", "csv", "db", "duckdb", "gz", "json", "jsonl", "ndjson",
                                     "parquet", "shp", "tsv", "txt", "vortex", "xlsx", "zst"});
constexpr std::string_view kSignsOfPaths = "/\\:*?[]{}~.";

constexpr auto kQueryWords = std::to_array<std::string_view>(
    {"desc", "describe", "explain", "from", "pivot", "pivot_longer", "pivot_wider", "select",
     "show", "summarize", "table", "unpivot", "values", "with"});

constexpr std::string_view kMetadataCatalog = "__ducklake_metadata_";

bool Holds(Names names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

Names AllowedSettings() { return kSettings; }
bool IsAllowedSetting(std::string_view name) { return Holds(kSettings, name); }
bool IsAllowedPragma(std::string_view name) { return Holds(kPragmas, name); }
bool IsAllowedTableFunction(std::string_view name, SqlAudience audience) {
  return Holds(kTableFunctions, name) ||
         (audience == SqlAudience::kUser && Holds(kTableFunctionsForUsers, name));
}
bool IsAllowedLakeFunction(std::string_view name, SqlAudience audience) {
  return Holds(kLakeFunctions, name) ||
         (audience == SqlAudience::kUser && Holds(kLakeFunctionsForUsers, name));
}
bool IsRefusedScalar(std::string_view name) { return Holds(kRefusedScalars, name); }
bool IsWindowFunction(std::string_view name) { return Holds(kWindowFunctions, name); }
bool IsRefusedView(std::string_view name) { return Holds(kRefusedViews, name); }
bool IsViewForStrangers(std::string_view name) { return Holds(kViewsForStrangers, name); }
bool MayNameFile(std::string_view name, bool qualified) {
  return name.find_first_of(kSignsOfPaths) != name.npos ||
         (qualified && Holds(kFileSuffixes, name));
}
bool BeginsQuery(std::string_view word) { return Holds(kQueryWords, word); }
bool IsMetadataCatalog(std::string_view name) { return name.starts_with(kMetadataCatalog); }

}  // namespace lake
