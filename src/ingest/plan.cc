#include "ingest/plan.h"

#include <algorithm>

namespace lake {

std::vector<LedgerRange> MissingRanges(LedgerRange wanted, std::span<const CoveredRange> covered) {
  std::vector<LedgerRange> missing;
  std::uint64_t next = wanted.first;
  for (const CoveredRange& range : covered) {
    if (range.last < next) continue;
    if (wanted.last && range.first > *wanted.last) break;
    if (range.first > next) {
      missing.push_back({static_cast<std::uint32_t>(next), range.first - 1});
    }
    next = std::uint64_t{range.last} + 1;
  }
  if (!wanted.last || next <= *wanted.last) {
    missing.push_back({static_cast<std::uint32_t>(next), wanted.last});
  }
  return missing;
}

std::vector<LedgerRange> HeldRanges(const std::vector<LedgerRange>& ranges,
                                    const std::vector<LedgerRange>& held) {
  std::vector<LedgerRange> parts;
  for (const LedgerRange& range : ranges) {
    for (const LedgerRange& part : held) {
      const std::uint32_t first = std::max(range.first, part.first);
      const std::uint32_t last = range.last ? std::min(*range.last, *part.last) : *part.last;
      if (first <= last) parts.push_back({first, last});
    }
  }
  return parts;
}

std::vector<CoveredRange> JoinTouching(std::vector<CoveredRange> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const CoveredRange& a, const CoveredRange& b) { return a.first < b.first; });
  std::vector<CoveredRange> joined;
  for (const CoveredRange& range : ranges) {
    if (!joined.empty() && std::uint64_t{joined.back().last} + 1 == range.first) {
      joined.back().last = range.last;
      joined.back().last_hash = range.last_hash;
    } else {
      joined.push_back(range);
    }
  }
  return joined;
}

}  // namespace lake
