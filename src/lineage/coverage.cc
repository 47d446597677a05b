#include "lineage/coverage.h"

#include <algorithm>
#include <limits>

namespace lake {
namespace {

constexpr std::uint32_t kHighest = std::numeric_limits<std::uint32_t>::max();

// Where the set of tables changes from one ledger to the next: sets[i] is of tables[i].
std::vector<Stretch> Overlay(std::span<const std::string> tables,
                             const std::vector<LedgerSet>& sets) {
  std::map<std::uint64_t, std::vector<std::size_t>> turns;  // tables that begin or end there
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (const LedgerSpan& span : sets[i].ranges()) {
      turns[span.first].push_back(i);
      turns[std::uint64_t{span.last} + 1].push_back(i);
    }
  }
  std::vector<Stretch> stretches;
  std::vector<bool> in(sets.size());
  std::uint64_t from = 0;
  for (const auto& [sequence, changed] : turns) {
    Stretch stretch;
    for (std::size_t i = 0; i < in.size(); ++i) {
      if (in[i]) stretch.tables.push_back(tables[i]);
    }
    if (!stretch.tables.empty()) {
      stretch.range = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(sequence - 1)};
      stretches.push_back(std::move(stretch));
    }
    for (const std::size_t i : changed) in[i] = !in[i];
    from = sequence;
  }
  return stretches;
}

}  // namespace

Coverage Coverage::Of(std::span<const BatchRecord> batches) {
  Coverage coverage;
  std::vector<KnownHash> known;
  for (const BatchRecord& batch : batches) {
    coverage.Add(batch.range, batch.tables);
    for (const KnownHash& hash : KnownHashes(batch.range)) known.push_back(hash);
  }
  // Also between batches of different tables that lie over each other.
  std::ranges::sort(known, {}, &KnownHash::sequence);
  for (std::size_t i = 1; i < known.size(); ++i) {
    const auto& [sequence, hash] = known[i];
    if (sequence == known[i - 1].sequence && *hash != *known[i - 1].hash) {
      coverage.broken_.Add(sequence, sequence);
    }
  }
  return coverage;
}

void Coverage::Add(const CoveredRange& range, std::span<const std::string> tables) {
  any_.Add(range.span());
  for (const std::string& table : tables) held_[table].Add(range.span());
  const std::vector<KnownHash> known = KnownHashes(range);
  for (const auto& [sequence, hash] : known) Learn(sequence, *hash);
  // Ledgers that have both neighbours now are no borders any more.
  const auto lowest = std::ranges::min(known, {}, &KnownHash::sequence).sequence;
  for (auto at = hashes_.lower_bound(lowest); at != hashes_.end() && at->first <= range.last;) {
    const bool inner =
        any_.Contains(at->first) && at->first != kHighest && any_.Contains(at->first + 1);
    at = inner ? hashes_.erase(at) : std::next(at);
  }
}

void Coverage::Exempt(std::string_view table, const LedgerSet& ledgers) {
  held_[std::string(table)].Add(ledgers);
}

void Coverage::Learn(std::uint32_t sequence, const Hash256& hash) {
  const auto [at, added] = hashes_.emplace(sequence, hash);
  if (!added && at->second != hash) broken_.Add(sequence, sequence);
}

const LedgerSet& Coverage::Held(std::string_view table) const {
  static const LedgerSet nothing;
  const auto held = held_.find(table);
  return held == held_.end() ? nothing : held->second;
}

LedgerSet Coverage::HeldByAll(std::span<const std::string> tables) const {
  if (tables.empty()) return {};
  LedgerSet common = Held(tables.front());
  for (const std::string& table : tables.subspan(1)) common = common.Intersect(Held(table));
  return common;
}

std::vector<std::string> Coverage::tables() const {
  std::vector<std::string> names;
  for (const auto& [table, held] : held_) names.push_back(table);
  return names;
}

std::vector<Stretch> Coverage::Missing(const LedgerRange& wish,
                                       std::span<const std::string> tables) const {
  std::vector<LedgerSet> lacking;
  for (const std::string& table : tables) lacking.push_back(LedgerSet(wish).Minus(Held(table)));
  std::vector<Stretch> stretches = Overlay(tables, lacking);
  if (!wish.last && !stretches.empty() && stretches.back().range.last == kHighest) {
    stretches.back().range.last.reset();
  }
  return stretches;
}

std::vector<Stretch> Coverage::Stretches(const LedgerRange& wish,
                                         std::span<const std::string> tables) const {
  std::vector<LedgerSet> held;
  for (const std::string& table : tables) held.push_back(Held(table).Within(wish));
  return Overlay(tables, held);
}

std::optional<std::uint32_t> Coverage::Watermark(std::span<const std::string> tables,
                                                 std::uint32_t start) const {
  const auto end = HeldByAll(tables).RunEnd(start);
  if (!end) return std::nullopt;
  return std::min(*end, broken_.FirstFrom(start).value_or(*end));
}

std::optional<Hash256> Coverage::BorderHash(std::uint32_t sequence) const {
  const auto known = hashes_.find(sequence);
  if (known == hashes_.end() || broken_.Contains(sequence)) return std::nullopt;
  return known->second;
}

}  // namespace lake
