#include "stellar/ledger_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "base/human.h"

namespace lake {
namespace {

constexpr std::uint32_t kHighest = std::numeric_limits<std::uint32_t>::max();

// The number behind a ledger, where the highest has one too.
std::uint64_t Behind(std::uint32_t sequence) { return std::uint64_t{sequence} + 1; }

// The span that has `sequence`, or the first one behind it.
std::vector<LedgerSpan>::const_iterator Find(const std::vector<LedgerSpan>& spans,
                                             std::uint32_t sequence) {
  return std::ranges::lower_bound(spans, sequence, {}, &LedgerSpan::last);
}

}  // namespace

LedgerSet::LedgerSet(std::initializer_list<LedgerSpan> spans) {
  for (const LedgerSpan& span : spans) Add(span);
}

LedgerSet::LedgerSet(const LedgerRange& wish) {
  const std::uint32_t last = wish.last.value_or(kHighest);
  if (wish.first <= last) spans_.push_back({wish.first, last});
}

void LedgerSet::Add(std::uint32_t first, std::uint32_t last) {
  CHECK(first <= last);
  const auto begin = std::ranges::partition_point(
      spans_, [&](const LedgerSpan& span) { return Behind(span.last) < first; });
  auto end = begin;
  LedgerSpan joined{first, last};
  for (; end != spans_.end() && end->first <= Behind(last); ++end) {
    joined = {std::min(joined.first, end->first), std::max(joined.last, end->last)};
  }
  if (begin == end) {
    spans_.insert(begin, joined);
    return;
  }
  *begin = joined;
  spans_.erase(begin + 1, end);
}

void LedgerSet::Add(const LedgerSet& other) {
  for (const LedgerSpan& span : std::vector(other.spans_)) Add(span);
}

LedgerSet LedgerSet::Union(const LedgerSet& other) const {
  LedgerSet out = *this;
  out.Add(other);
  return out;
}

LedgerSet LedgerSet::Intersect(const LedgerSet& other) const {
  LedgerSet out;
  auto theirs = other.spans_.begin();
  for (const LedgerSpan& mine : spans_) {
    while (theirs != other.spans_.end() && theirs->last < mine.first) ++theirs;
    for (auto part = theirs; part != other.spans_.end() && part->first <= mine.last; ++part) {
      out.spans_.push_back({std::max(mine.first, part->first), std::min(mine.last, part->last)});
    }
  }
  return out;
}

LedgerSet LedgerSet::Minus(const LedgerSet& other) const {
  LedgerSet out;
  auto theirs = other.spans_.begin();
  for (const LedgerSpan& mine : spans_) {
    while (theirs != other.spans_.end() && theirs->last < mine.first) ++theirs;
    std::uint64_t next = mine.first;
    for (auto part = theirs; part != other.spans_.end() && part->first <= mine.last; ++part) {
      if (part->first > next) {
        out.spans_.push_back({static_cast<std::uint32_t>(next), part->first - 1});
      }
      next = Behind(part->last);
    }
    if (next <= mine.last) out.spans_.push_back({static_cast<std::uint32_t>(next), mine.last});
  }
  return out;
}

std::vector<LedgerRange> LedgerSet::Missing(const LedgerRange& wish) const {
  std::vector<LedgerRange> parts;
  for (const LedgerSpan& span : LedgerSet(wish).Minus(*this).ranges()) {
    parts.push_back({span.first, span.last});
  }
  if (!wish.last && !parts.empty() && parts.back().last == kHighest) parts.back().last.reset();
  return parts;
}

bool LedgerSet::Contains(std::uint32_t sequence) const {
  const auto span = Find(spans_, sequence);
  return span != spans_.end() && span->first <= sequence;
}

std::optional<std::uint32_t> LedgerSet::FirstFrom(std::uint32_t sequence) const {
  const auto span = Find(spans_, sequence);
  if (span == spans_.end()) return std::nullopt;
  return std::max(span->first, sequence);
}

std::optional<std::uint32_t> LedgerSet::RunEnd(std::uint32_t sequence) const {
  const auto span = Find(spans_, sequence);
  if (span == spans_.end() || span->first > sequence) return std::nullopt;
  return span->last;
}

std::uint64_t LedgerSet::count() const {
  std::uint64_t count = 0;
  for (const LedgerSpan& span : spans_) count += span.count();
  return count;
}

std::uint32_t LedgerSet::first() const {
  CHECK(!spans_.empty());
  return spans_.front().first;
}

std::uint32_t LedgerSet::last() const {
  CHECK(!spans_.empty());
  return spans_.back().last;
}

std::string LedgersText(const LedgerSpan& span) {
  if (span.first == span.last) return FormatCount(span.first);
  return fmt::format("{} … {}", FormatCount(span.first), FormatCount(span.last));
}

std::string LedgersText(const LedgerSet& set, std::size_t ranges_max) {
  const std::vector<LedgerSpan>& spans = set.ranges();
  std::string text;
  for (std::size_t i = 0; i < spans.size() && i < ranges_max; ++i) {
    text += (i > 0 ? ", " : "") + LedgersText(spans[i]);
  }
  if (spans.size() > ranges_max) text += fmt::format(" and {} more", spans.size() - ranges_max);
  return text;
}

}  // namespace lake
