// Variables of the environment that stand for options of a command: those that the specification of
// a service names. They count over the file and under the flags.
#pragma once

#include <string_view>

#include "app/config.h"

namespace lake {

// An empty variable is none. kInvalidArgument names the one that makes no sense.
Status ApplyEnvironment(CommandSet command, const ReadVariable& variable, Settings& settings);

}  // namespace lake
