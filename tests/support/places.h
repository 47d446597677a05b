// Where the checkout, this build and the installed packages are. Told to one source file only, so
// that the compiled tests of one checkout serve another.
#pragma once

#include <string>
#include <string_view>

namespace lake::testing {

// `name` below the checkout, below the build folder, below the folder of tools/deps/install; the
// folder itself without a name.
std::string SourcePath(std::string_view name = {});
std::string BuildPath(std::string_view name);
std::string DepsPath(std::string_view name);
// The stellarlake of this build.
std::string Program();

}  // namespace lake::testing
