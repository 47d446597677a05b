#include "support/places.h"

#include <fmt/format.h>

namespace lake::testing {

namespace {

std::string Below(std::string_view folder, std::string_view name) {
  return name.empty() ? std::string(folder) : fmt::format("{}/{}", folder, name);
}

}  // namespace

std::string SourcePath(std::string_view name) { return Below(STELLARLAKE_SOURCE_DIR, name); }
std::string BuildPath(std::string_view name) { return Below(STELLARLAKE_BINARY_DIR, name); }
std::string DepsPath(std::string_view name) { return Below(STELLARLAKE_DEPS, name); }
std::string Program() { return BuildPath("stellarlake"); }

}  // namespace lake::testing
