// The answers of Flight SQL that need no worker: they are the same for every lake.
#pragma once

#include <arrow/type_fwd.h>

#include <memory>

#include "flight_sql/sql_commands.h"

namespace lake {

// `command` asks for metadata and is not for a worker.
Result<std::shared_ptr<arrow::RecordBatch>> AnswerOfServer(const SqlCommand& command);

}  // namespace lake
