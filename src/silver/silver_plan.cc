#include "silver/silver_plan.h"

#include <algorithm>
#include <map>

#include "tables/range_column.h"

namespace lake {
namespace {

// What the segments of each root span together.
std::map<std::int64_t, LedgerSpan> RootSpans(std::span<const SilverSegment> segments) {
  std::map<std::int64_t, LedgerSpan> roots;
  for (const SilverSegment& segment : segments) {
    const auto [at, added] = roots.try_emplace(segment.root, segment.span);
    if (added) continue;
    at->second = {std::min(at->second.first, segment.span.first),
                  std::max(at->second.last, segment.span.last)};
  }
  return roots;
}

}  // namespace

std::optional<LedgerSpan> NextSilverSpan(const LedgerSet& bronze, const LedgerSet& silver,
                                         const SilverLimits& limits) {
  const LedgerSet open = bronze.Within(limits.wish).Minus(silver);
  if (open.empty() || limits.ledgers_max == 0) return std::nullopt;
  const LedgerSpan run = open.ranges().front();
  const std::uint64_t range_end = std::uint64_t{RangeStart(run.first)} + kLedgersPerRange - 1;
  const std::uint64_t limit = std::uint64_t{run.first} + limits.ledgers_max - 1;
  return LedgerSpan{
      run.first, static_cast<std::uint32_t>(std::min({std::uint64_t{run.last}, range_end, limit}))};
}

const SilverSegment* SegmentBefore(std::span<const SilverSegment> segments, std::uint32_t ledger) {
  for (const SilverSegment& segment : segments) {
    if (std::uint64_t{segment.span.last} + 1 == ledger) return &segment;
  }
  return nullptr;
}

std::optional<SilverMergePair> NextMerge(std::span<const SilverSegment> segments) {
  const auto roots = RootSpans(segments);
  for (const auto& [left, span] : roots) {
    for (const auto& [right, other] : roots) {
      if (std::uint64_t{span.last} + 1 == other.first) return SilverMergePair{left, right};
    }
  }
  return std::nullopt;
}

}  // namespace lake
