#include "lineage/batch_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hex.h"

namespace lake {
namespace {

// A table that both hold; null when there is none. Both lists are sorted.
const std::string* SharedTable(const BatchRecord& a, const BatchRecord& b) {
  for (const std::string& table : a.tables) {
    if (std::ranges::binary_search(b.tables, table)) return &table;
  }
  return nullptr;
}

Status CheckHashes(const CoveredRange& next, const BatchRecord& other) {
  for (const auto& [sequence, mine] : KnownHashes(next)) {
    for (const auto& [known, theirs] : KnownHashes(other.range)) {
      if (known != sequence || *mine == *theirs) continue;
      return {Code::kDataLoss,
              fmt::format(
                  "ledgers {}-{} do not chain with {}-{} in the lake: the hash of ledger {} is {} "
                  "here and {} there",
                  next.first, next.last, other.range.first, other.range.last, sequence, Hex(*mine),
                  Hex(*theirs))};
    }
  }
  return {};
}

}  // namespace

std::vector<KnownHash> KnownHashes(const CoveredRange& range) {
  std::vector<KnownHash> known{{range.last, &range.last_hash}};
  if (range.first > 0) known.push_back({range.first - 1, &range.first_previous_hash});
  return known;
}

Status CheckFits(const BatchRecord& next, std::span<const BatchRecord> near) {
  for (const BatchRecord& other : near) {
    if (!next.range.span().Overlaps(other.range.span())) continue;
    const std::string* table = SharedTable(next, other);
    if (table == nullptr) continue;
    return {Code::kConflict,
            fmt::format("ledgers {}-{} of {} are in the lake already: {} wrote ledgers {}-{} at {}",
                        std::max(next.range.first, other.range.first),
                        std::min(next.range.last, other.range.last), *table, other.writer,
                        other.range.first, other.range.last, other.created_at)};
  }
  for (const BatchRecord& other : near) TRY(CheckHashes(next.range, other));
  return {};
}

}  // namespace lake
