// The statements that make a table, from its TableSpec, for DuckDB (DuckLake) and PostgreSQL.
//
// Types follow contract/tables.yaml `type_mapping`. DuckLake has no keys (D7), so keys, UNLOGGED
// (D6), FILLFACTOR (D5) and indexes appear only in the PostgreSQL dialect. Pure functions; the
// statements end without a semicolon.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "table/table_spec.h"

namespace lake {

enum class SqlDialect : std::uint8_t { kDuckDb, kPostgres };

struct DdlOptions {
  SqlDialect dialect = SqlDialect::kDuckDb;
  // What stands before the table name, already quoted (sql_text.h), e.g. "lake"."bronze"; may be
  // empty.
  std::string_view parent{};
  std::string_view table_name{};  // empty: the spec's own name
  bool if_not_exists = true;
  // PostgreSQL: tables are UNLOGGED, those that describe others too: what says that rows are there
  // must not outlive them (D6).
  bool unlogged = true;
  bool temporary = false;  // of the session
};

std::string_view SqlTypeName(ColumnType type, SqlDialect dialect);

// The type whose name in DuckDB this is; nothing for types that no column of ours has.
std::optional<ColumnType> ColumnTypeNamed(std::string_view duckdb_name);

// The quoted name that the options give the table.
std::string DdlTableName(const TableSpec& spec, const DdlOptions& options);

std::string CreateTableSql(const TableSpec& spec, const DdlOptions& options);

// ALTER TABLE … ADD COLUMN, for a table that was made before the column existed.
std::string AddColumnSql(const TableSpec& spec, const ColumnSpec& column,
                         const DdlOptions& options);

// COMMENT ON TABLE and COMMENT ON COLUMN with the spec's sentences.
std::vector<std::string> CommentSql(const TableSpec& spec, const DdlOptions& options);

struct IndexSql {
  std::string name;
  std::string_view column;
  std::string sql;
};

// The contract's two indexes of a data table (idx_<subject>_range, idx_<subject>_ledger_seq); none
// for DuckDB and for metadata tables.
std::vector<IndexSql> CreateIndexSql(const TableSpec& spec, const DdlOptions& options);

// DuckLake's ALTER TABLE … SET PARTITIONED BY; empty when the spec names no partition column.
std::string SetPartitionedSql(const TableSpec& spec, const DdlOptions& options);

}  // namespace lake
