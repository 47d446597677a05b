#include "flight_sql/metadata_rows.h"

#include <arrow/array/array_nested.h>
#include <arrow/json/from_string.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "flight/flight_status.h"

namespace lake {

Result<std::shared_ptr<arrow::RecordBatch>> BatchOfRows(
    const std::shared_ptr<arrow::Schema>& schema, const nlohmann::json& rows) {
  const std::string text = rows.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  auto array = arrow::json::ArrayFromJSONString(arrow::struct_(schema->fields()), text);
  TRY(FromArrow(array.status()).Context("metadata"));
  const auto& cells = static_cast<const arrow::StructArray&>(**array);
  return arrow::RecordBatch::Make(schema, cells.length(), cells.fields());
}

}  // namespace lake
