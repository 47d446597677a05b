// What verify makes of an error that it meets while it reads a lake. Internal to ingest/.
#pragma once

#include <string_view>

#include "ingest/verify.h"

namespace lake {

// Success, once the error is among the faults: the lake is not what it says, and the rest can still
// be looked at. The error itself when it is none of the lake's: a stop, a server that does not
// answer, too little memory.
Status FaultOrError(Status status, std::string_view what, VerifyReport& report);

}  // namespace lake
