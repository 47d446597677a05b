#include "source/extent.h"

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

}  // namespace lake
