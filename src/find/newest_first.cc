#include "find/newest_first.h"

#include <algorithm>

namespace lake {
namespace {

constexpr std::uint64_t kGrowth = 16;

}  // namespace

std::optional<LedgerSpan> NewestFirst::Next() {
  if (left_.empty()) return std::nullopt;
  const std::vector<LedgerSpan>& runs = left_.ranges();
  LedgerSpan piece{runs.back().first, runs.back().last};
  std::uint64_t wanted = std::max<std::uint64_t>(count_, 1);
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (run->count() >= wanted) {
      piece.first = static_cast<std::uint32_t>(run->last - wanted + 1);
      break;
    }
    wanted -= run->count();
    piece.first = run->first;
  }
  left_ = left_.Minus(LedgerSet{piece});
  count_ = std::min(count_, kEveryLedger / kGrowth) * kGrowth;
  return piece;
}

}  // namespace lake
