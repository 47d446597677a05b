// TLS and the token of the servers that a command runs, as the settings serve.* name them.
#pragma once

#include "app/settings.h"
#include "base/result.h"
#include "base/server_access.h"

namespace lake {

// Reads the files; the token is kept out of the log. kNotFound or kInvalidArgument names the one
// that cannot be read.
Result<ServerAccess> AccessOf(const Settings& settings);

}  // namespace lake
