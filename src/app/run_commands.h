// The functions behind the registry in commands.cc, one per cmd_<name>.cc.
#pragma once

#include "app/commands.h"

namespace lake {

Status RunInspect(const Invocation& invocation);
Status RunDocs(const Invocation& invocation);

}  // namespace lake
