#include "source/archive/archive_index.h"

#include <fmt/format.h>

namespace lake {

Status CheckNoOverlap(const std::vector<ArchiveObject>& objects) {
  for (std::size_t i = 1; i < objects.size(); ++i) {
    const ArchiveObject& a = objects[i - 1];
    const ArchiveObject& b = objects[i];
    if (b.first > a.last) continue;
    return Status(Code::kDataLoss,
                  fmt::format("duplicate: ledger {} is in both {} and {}; remove one of them",
                              b.first, a.key, b.key));
  }
  return {};
}

}  // namespace lake
