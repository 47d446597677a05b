// Standard output, where the answer of a command goes. A reader that leaves early (`| head`) is no
// fault: it gives kCancelled, which ends the command quietly with exit status 0.
#pragma once

#include <string_view>

#include "base/result.h"

namespace lake {

Status Print(std::string_view text);

// What was printed has reached the reader. Call once at the end.
Status FlushOutput();

}  // namespace lake
