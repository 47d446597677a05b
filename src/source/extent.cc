#include "source/extent.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace lake {

void AddRange(SourceExtent& extent, std::uint32_t first, std::uint32_t last) {
  if (!extent.ranges.empty()) {
    LedgerRange& before = extent.ranges.back();
    CHECK(before.last && first > *before.last);
    if (first == *before.last + 1) {
      before.last = last;
      return;
    }
  }
  extent.ranges.push_back({first, last});
}

Status CheckNoOverlap(const std::vector<LakeObject>& objects) {
  for (std::size_t i = 1; i < objects.size(); ++i) {
    const LakeObject& a = objects[i - 1];
    const LakeObject& b = objects[i];
    if (b.first > a.last) continue;
    return Status(Code::kDataLoss,
                  fmt::format("duplicate: ledger {} is in both {} and {}; remove one of them",
                              b.first, a.key, b.key));
  }
  return {};
}

}  // namespace lake
