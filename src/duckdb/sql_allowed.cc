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

// Rows from nothing, the engine's description of itself, files (which the engine bounds: see
// sql_guard.h), DuckLake's answers about a lake.
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
                                     "test_all_types",
                                     "unnest",
                                     "duckdb_columns",
                                     "duckdb_constraints",
                                     "duckdb_databases",
                                     "duckdb_dependencies",
                                     "duckdb_extensions",
                                     "duckdb_functions",
                                     "duckdb_indexes",
                                     "duckdb_keywords",
                                     "duckdb_memory",
                                     "duckdb_optimizers",
                                     "duckdb_prepared_statements",
                                     "duckdb_schemas",
                                     "duckdb_sequences",
                                     "duckdb_tables",
                                     "duckdb_temporary_files",
                                     "duckdb_types",
                                     "duckdb_variables",
                                     "duckdb_views",
                                     "icu_calendar_names",
                                     "pg_timezone_names",
                                     "pragma_collations",
                                     "pragma_database_size",
                                     "pragma_platform",
                                     "pragma_show",
                                     "pragma_storage_info",
                                     "pragma_table_info",
                                     "pragma_user_agent",
                                     "pragma_version",
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
                                     "ducklake_current_snapshot",
                                     "ducklake_last_committed_snapshot",
                                     "ducklake_list_files",
                                     "ducklake_options",
                                     "ducklake_settings",
                                     "ducklake_snapshots",
                                     "ducklake_table_changes",
                                     "ducklake_table_deletions",
                                     "ducklake_table_info",
                                     "ducklake_table_insertions"});

constexpr auto kLakeFunctions = std::to_array<std::string_view>(
    {"current_snapshot", "last_committed_snapshot", "options", "settings", "snapshots",
     "table_changes", "table_deletions", "table_info", "table_insertions"});

// Settings may be secrets; the others change something, or take a thread for as long as they like.
constexpr auto kRefusedScalars =
    std::to_array<std::string_view>({"add_parquet_key", "current_setting", "getenv", "nextval",
                                     "setseed", "sleep_ms", "write_log"});

constexpr auto kWindowFunctions = std::to_array<std::string_view>(
    {"cume_dist", "dense_rank", "fill", "first", "first_value", "lag", "last", "last_value", "lead",
     "nth_value", "ntile", "percent_rank", "rank", "rank_dense", "row_number"});

constexpr auto kRefusedViews = std::to_array<std::string_view>({"pg_settings", "duckdb_logs"});

constexpr std::string_view kMetadataCatalog = "__ducklake_metadata_";

bool Holds(Names names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

Names AllowedSettings() { return kSettings; }
bool IsAllowedSetting(std::string_view name) { return Holds(kSettings, name); }
bool IsAllowedPragma(std::string_view name) { return Holds(kPragmas, name); }
bool IsAllowedTableFunction(std::string_view name) { return Holds(kTableFunctions, name); }
bool IsAllowedLakeFunction(std::string_view name) { return Holds(kLakeFunctions, name); }
bool IsRefusedScalar(std::string_view name) { return Holds(kRefusedScalars, name); }
bool IsWindowFunction(std::string_view name) { return Holds(kWindowFunctions, name); }
bool IsRefusedView(std::string_view name) { return Holds(kRefusedViews, name); }
bool IsMetadataCatalog(std::string_view name) { return name.starts_with(kMetadataCatalog); }

}  // namespace lake
