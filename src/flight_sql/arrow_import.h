// What DuckDB gives of a statement, as Arrow's C++ library knows it. No copies.
#pragma once

#include <arrow/type_fwd.h>

#include <memory>

#include "duckdb/arrow_statement.h"

namespace lake {

// The columns that the statement will give, its parameters, the columns of its rows.
Result<std::shared_ptr<arrow::Schema>> SchemaOf(const ArrowStatement& statement);
Result<std::shared_ptr<arrow::Schema>> ParametersOf(const ArrowStatement& statement);
Result<std::shared_ptr<arrow::Schema>> RowSchemaOf(ArrowStatement& statement);
// The next rows; null at the end.
Result<std::shared_ptr<arrow::RecordBatch>> NextRows(ArrowStatement& statement,
                                                     const std::shared_ptr<arrow::Schema>& schema);

}  // namespace lake
