#include "flight_sql/arrow_import.h"

#include <arrow/c/abi.h>
#include <arrow/c/bridge.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "flight/flight_status.h"

namespace lake {
namespace {

template <class Value>
Result<Value> Taken(arrow::Result<Value> result) {
  TRY(FromArrow(result.status()));
  return std::move(result).ValueOrDie();
}

}  // namespace

Result<std::shared_ptr<arrow::Schema>> SchemaOf(const ArrowStatement& statement) {
  ArrowSchema schema{};
  TRY(statement.Schema(&schema));
  return Taken(arrow::ImportSchema(&schema));
}

Result<std::shared_ptr<arrow::Schema>> ParametersOf(const ArrowStatement& statement) {
  ArrowSchema schema{};
  TRY(statement.Parameters(&schema));
  return Taken(arrow::ImportSchema(&schema));
}

Result<std::shared_ptr<arrow::Schema>> RowSchemaOf(ArrowStatement& statement) {
  ArrowSchema schema{};
  TRY(statement.RowSchema(&schema));
  return Taken(arrow::ImportSchema(&schema));
}

Result<std::shared_ptr<arrow::RecordBatch>> NextRows(ArrowStatement& statement,
                                                     const std::shared_ptr<arrow::Schema>& schema) {
  ArrowArray array{};
  TRY_ASSIGN(const bool more, statement.Next(&array));
  if (!more) return std::shared_ptr<arrow::RecordBatch>();
  return Taken(arrow::ImportRecordBatch(&array, schema));
}

}  // namespace lake
