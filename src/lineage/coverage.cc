#include "lineage/coverage.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hex.h"

namespace lake {
namespace {

bool ByFirst(const CoveredRange& a, const CoveredRange& b) { return a.first < b.first; }

// A table that both hold; null when there is none. Both lists are sorted.
const std::string* SharedTable(const BatchRecord& a, const BatchRecord& b) {
  for (const std::string& table : a.tables) {
    if (std::ranges::binary_search(b.tables, table)) return &table;
  }
  return nullptr;
}

bool Overlap(const CoveredRange& a, const CoveredRange& b) {
  return a.first <= b.last && b.first <= a.last;
}

// The hash that ledger `sequence` has in the range, where an end of the range knows it.
const Hash256* KnownHash(const CoveredRange& range, std::uint32_t sequence) {
  if (sequence == range.last) return &range.last_hash;
  if (sequence + 1 == range.first) return &range.first_previous_hash;
  return nullptr;
}

Status CheckHashes(const CoveredRange& next, const BatchRecord& other) {
  for (const std::uint32_t sequence : {next.first - 1, next.last}) {
    const Hash256* mine = KnownHash(next, sequence);
    const Hash256* theirs = KnownHash(other.range, sequence);
    if (theirs == nullptr || *mine == *theirs) continue;
    return {Code::kDataLoss,
            fmt::format(
                "ledgers {}-{} do not chain with {}-{} in the lake: the hash of ledger {} is {} "
                "here and {} there",
                next.first, next.last, other.range.first, other.range.last, sequence, Hex(*mine),
                Hex(*theirs))};
  }
  return {};
}

}  // namespace

std::vector<CoveredRange> CoveredRanges(std::vector<BatchRecord> batches,
                                        std::span<const std::string> tables) {
  std::vector<CoveredRange> out;
  std::ranges::sort(batches, ByFirst, &BatchRecord::range);
  for (const BatchRecord& batch : batches) {
    if (!std::ranges::includes(batch.tables, tables)) continue;
    if (!out.empty() && out.back().last + 1 == batch.range.first &&
        out.back().last_hash == batch.range.first_previous_hash) {
      out.back().last = batch.range.last;
      out.back().last_hash = batch.range.last_hash;
    } else {
      out.push_back(batch.range);
    }
  }
  return out;
}

Status CheckFits(const BatchRecord& next, std::span<const BatchRecord> near) {
  for (const BatchRecord& other : near) {
    if (!Overlap(next.range, other.range)) continue;
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

std::uint32_t NextWatermark(std::optional<std::uint32_t> watermark, const CoveredRange& next,
                            std::span<const CoveredRange> after) {
  if (watermark.has_value() && next.first != *watermark + 1) return *watermark;
  std::uint32_t end = next.last;
  std::vector<CoveredRange> ranges(after.begin(), after.end());
  std::ranges::sort(ranges, ByFirst);
  for (const CoveredRange& range : ranges) {
    if (range.first == end + 1) end = range.last;
  }
  return end;
}

}  // namespace lake
