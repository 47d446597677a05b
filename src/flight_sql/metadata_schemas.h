// The columns of what Flight SQL's metadata commands answer, as its specification has them.
#pragma once

#include <arrow/type_fwd.h>

#include <memory>

#include "flight_sql/sql_commands.h"

namespace lake {

// `command` is one that asks for metadata. kInvalidArgument when it cannot be read.
Result<std::shared_ptr<arrow::Schema>> MetadataSchema(const SqlCommand& command);

}  // namespace lake
