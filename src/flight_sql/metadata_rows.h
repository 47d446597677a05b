// A record batch from rows written as JSON: for the few small rows of metadata answers. Each row is
// a list of its cells; a cell of a union is [which, value]. Pure function. kInternal when the rows
// do not fit the schema.
#pragma once

#include <arrow/type_fwd.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/result.h"

namespace lake {

Result<std::shared_ptr<arrow::RecordBatch>> BatchOfRows(
    const std::shared_ptr<arrow::Schema>& schema, const nlohmann::json& rows);

}  // namespace lake
