#include "flight_sql/server_answers.h"

#include <optional>
#include <set>

#include "flight_sql/metadata_rows.h"
#include "flight_sql/metadata_schemas.h"
#include "flight_sql/sql_info.h"

namespace lake {
namespace {

using nlohmann::json;

Result<json> RowsOf(const SqlCommand& command) {
  if (command.kind == SqlCommandKind::kTableTypes) {
    json rows = json::array();
    for (const char* type : {"SYSTEM TABLE", "TABLE", "VIEW"}) rows.push_back(json::array({type}));
    return rows;
  }
  if (command.kind == SqlCommandKind::kSqlInfo) {
    TRY_ASSIGN(const auto wish, command.As<flight_sql::CommandGetSqlInfo>());
    return SqlInfoRows({wish.info().begin(), wish.info().end()});
  }
  if (command.kind == SqlCommandKind::kTypeInfo) {
    TRY_ASSIGN(const auto wish, command.As<flight_sql::CommandGetXdbcTypeInfo>());
    return TypeInfoRows(wish.has_data_type() ? std::optional(wish.data_type()) : std::nullopt);
  }
  return json(json::array());  // tables of a lake have no foreign keys
}

}  // namespace

Result<std::shared_ptr<arrow::RecordBatch>> AnswerOfServer(const SqlCommand& command) {
  TRY_ASSIGN(const std::shared_ptr<arrow::Schema> schema, MetadataSchema(command));
  TRY_ASSIGN(const json rows, RowsOf(command));
  return BatchOfRows(schema, rows);
}

}  // namespace lake
