#include "table/dataset_name.h"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <string>

namespace lake {

std::string_view DatasetName(const TableSpec& spec) {
  static std::mutex mutex;
  static std::map<std::string_view, std::string, std::less<>> names;
  std::lock_guard lock(mutex);
  return names.try_emplace(spec.name, fmt::format("{}.{}", kDatasetDomain, spec.name))
      .first->second;
}

}  // namespace lake
