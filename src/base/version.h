// The version of this build, as CMakeLists.txt declares it: for --version, lineage and /health.
#pragma once

#include <string_view>

namespace lake {

// "0.1.0".
std::string_view Version();

}  // namespace lake
