// The parameters of a statement, as Arrow clients bind them: a stream of record batches, each row
// of which is one run of the statement. Errors: kInvalidArgument for what cannot be read or bound.
#pragma once

#include <arrow/type_fwd.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "duckdb/arrow_statement.h"

namespace lake {

inline constexpr std::int64_t kParameterRowsMax = 1'000;

using ParameterRows = std::vector<std::shared_ptr<arrow::RecordBatch>>;

// `stream` is an IPC stream. kResourceExhausted for more than kParameterRowsMax rows.
Result<ParameterRows> ReadParameters(const std::shared_ptr<arrow::Buffer>& stream);

// Column i of the row becomes parameter i + 1: null, booleans, numbers, decimals, texts, bytes,
// dates and times.
Status BindRow(const arrow::RecordBatch& rows, std::int64_t row, ArrowStatement& statement);

}  // namespace lake
