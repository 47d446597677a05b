#include "app/await_ledgers.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace lake {

bool MayBeFilled(const std::vector<std::string>& specs) {
  static constexpr std::string_view kFileScheme = "file://";
  return std::ranges::any_of(specs, [](std::string_view place) {
    if (place.starts_with(kFileScheme)) place.remove_prefix(kFileScheme.size());
    std::error_code error;
    return place.find("://") != place.npos || std::filesystem::is_directory(place, error);
  });
}

}  // namespace lake
