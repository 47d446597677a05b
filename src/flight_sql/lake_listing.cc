#include "flight_sql/lake_listing.h"

#include <arrow/array/array_binary.h>
#include <arrow/array/builder_binary.h>
#include <arrow/buffer.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "flight/flight_status.h"
#include "flight_sql/arrow_import.h"
#include "flight_sql/metadata_rows.h"
#include "flight_sql/metadata_schemas.h"
#include "table/sql_text.h"
#include "tables/all.h"

namespace lake {
namespace {

using nlohmann::json;

constexpr std::string_view kShown = R"(
  WITH named AS (
    SELECT database_name AS c, schema_name AS s, table_name AS t,
           CASE WHEN starts_with(table_name, '_') THEN 'SYSTEM TABLE' ELSE 'TABLE' END AS k
      FROM duckdb_tables() WHERE NOT internal
    UNION ALL
    SELECT database_name, schema_name, view_name, 'VIEW' FROM duckdb_views()
      WHERE NOT internal AND NOT (database_name = 'temp' AND starts_with(view_name, 'hot_'))),
  shown AS (
    FROM named WHERE NOT starts_with(c, '__ducklake_metadata_')),
  places AS (
    SELECT database_name AS c, schema_name AS s FROM duckdb_schemas()
      WHERE database_name NOT IN ('system', 'memory', 'temp')
        AND NOT starts_with(database_name, '__ducklake_metadata_')
        AND schema_name NOT IN ('information_schema', 'pg_catalog')
    UNION SELECT c, s FROM shown)
)";

// A condition on a column, true without a wish.
std::string Equals(std::string_view column, std::optional<std::string> wanted) {
  return wanted ? fmt::format("{} = {}", column, QuoteLiteral(*wanted)) : "true";
}

std::string Matches(std::string_view column, std::optional<std::string> pattern) {
  return pattern ? fmt::format("{} LIKE {} ESCAPE '\\'", column, QuoteLiteral(*pattern)) : "true";
}

template <class Message>
std::optional<std::string> CatalogOf(const Message& wish) {
  return wish.has_catalog() ? std::optional(wish.catalog()) : std::nullopt;
}

template <class Message>
std::optional<std::string> SchemaPatternOf(const Message& wish) {
  if (!wish.has_db_schema_filter_pattern()) return std::nullopt;
  return wish.db_schema_filter_pattern();
}

Result<json> TextRows(Connection& connection, const std::string& sql) {
  TRY_ASSIGN(QueryResult result, connection.Query(sql));
  json rows = json::array();
  TRY(ForEachRow(result, [&](std::size_t row) {
    json cells = json::array();
    for (std::size_t i = 0; i < result.column_count(); ++i) {
      cells.push_back(std::string(result.Text(i, row)));
    }
    rows.push_back(std::move(cells));
    return Status();
  }));
  return rows;
}

Result<std::string> TablesSql(const flight_sql::CommandGetTables& wish) {
  std::string kinds;
  for (const std::string& type : wish.table_types()) {
    kinds += (kinds.empty() ? "" : ", ") + QuoteLiteral(type);
  }
  std::optional<std::string> name;
  if (wish.has_table_name_filter_pattern()) name = wish.table_name_filter_pattern();
  return fmt::format("{} SELECT c, s, t, k FROM shown WHERE {} AND {} AND {} AND {} ORDER BY ALL",
                     kShown, Equals("c", CatalogOf(wish)), Matches("s", SchemaPatternOf(wish)),
                     Matches("t", name), kinds.empty() ? "true" : fmt::format("k IN ({})", kinds));
}

// The columns of a table, as a message.
Result<std::string> SchemaBytes(Connection& connection, const json& table) {
  const std::string path = QualifiedName(
      {table[0].get<std::string>(), table[1].get<std::string>(), table[2].get<std::string>()});
  TRY_ASSIGN(const ArrowStatement statement,
             ArrowStatement::Prepare(connection, fmt::format("FROM {}", path)));
  TRY_ASSIGN(const std::shared_ptr<arrow::Schema> schema, SchemaOf(statement));
  const auto bytes = arrow::ipc::SerializeSchema(*schema);
  TRY(FromArrow(bytes.status()));
  return (*bytes)->ToString();
}

Result<std::shared_ptr<arrow::RecordBatch>> Tables(Connection& connection,
                                                   const SqlCommand& command,
                                                   std::shared_ptr<arrow::Schema> schema) {
  TRY_ASSIGN(const auto wish, command.As<flight_sql::CommandGetTables>());
  TRY_ASSIGN(const std::string sql, TablesSql(wish));
  TRY_ASSIGN(const json rows, TextRows(connection, sql));
  if (!wish.include_schema()) return BatchOfRows(schema, rows);
  const int last = schema->num_fields() - 1;
  arrow::BinaryBuilder schemas;
  for (const json& row : rows) {
    TRY_ASSIGN(const std::string bytes, SchemaBytes(connection, row));
    TRY(FromArrow(schemas.Append(bytes)));
  }
  auto column = schemas.Finish();
  TRY(FromArrow(column.status()));
  const auto names = schema->RemoveField(last);
  TRY(FromArrow(names.status()));
  TRY_ASSIGN(const std::shared_ptr<arrow::RecordBatch> batch, BatchOfRows(*names, rows));
  arrow::ArrayVector columns = batch->columns();
  columns.push_back(*column);
  return arrow::RecordBatch::Make(std::move(schema), batch->num_rows(), std::move(columns));
}

// The natural keys that the registry declares.
Result<json> PrimaryKeys(Connection& connection, const SqlCommand& command) {
  TRY_ASSIGN(const auto wish, command.As<flight_sql::CommandGetPrimaryKeys>());
  json keys = json::array();
  const Table* const table = FindTable(wish.table());
  if (table == nullptr) return keys;
  std::optional<std::string> schema;
  if (wish.has_db_schema()) schema = wish.db_schema();
  TRY_ASSIGN(const json places,
             TextRows(connection,
                      fmt::format("{} SELECT c, s FROM shown WHERE {} AND {} AND {} ORDER BY ALL",
                                  kShown, Equals("c", CatalogOf(wish)), Equals("s", schema),
                                  Equals("t", wish.table()))));
  for (const json& place : places) {
    int sequence = 0;
    for (const ColumnSpec& column : table->spec->columns) {
      if (!column.key) continue;
      keys.push_back(json::array({place[0], place[1], wish.table(), std::string(column.name),
                                  wish.table() + "_key", ++sequence}));
    }
  }
  return keys;
}

}  // namespace

Result<std::shared_ptr<arrow::RecordBatch>> AnswerOfLake(Connection& connection,
                                                         const SqlCommand& command) {
  TRY_ASSIGN(std::shared_ptr<arrow::Schema> schema, MetadataSchema(command));
  json rows;
  if (command.kind == SqlCommandKind::kCatalogs) {
    TRY_ASSIGN(rows, TextRows(connection,
                              fmt::format("{} SELECT DISTINCT c FROM places ORDER BY 1", kShown)));
  } else if (command.kind == SqlCommandKind::kSchemas) {
    TRY_ASSIGN(const auto wish, command.As<flight_sql::CommandGetDbSchemas>());
    TRY_ASSIGN(rows, TextRows(connection,
                              fmt::format("{} SELECT c, s FROM places WHERE {} AND {} ORDER BY ALL",
                                          kShown, Equals("c", CatalogOf(wish)),
                                          Matches("s", SchemaPatternOf(wish)))));
  } else if (command.kind == SqlCommandKind::kTables) {
    return Tables(connection, command, std::move(schema));
  } else {
    TRY_ASSIGN(rows, PrimaryKeys(connection, command));
  }
  return BatchOfRows(schema, rows);
}

}  // namespace lake
