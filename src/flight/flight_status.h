// Between our errors and those of Arrow and Flight: the other side gets the gRPC status that InfoOf
// names for a code. Pure functions.
#pragma once

#include <arrow/type_fwd.h>

#include "base/result.h"

namespace lake {

Status FromArrow(const arrow::Status& status);
arrow::Status ToFlight(const Error& error);

}  // namespace lake
