#include "view/border.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "table/sql_text.h"

namespace lake {
namespace {

LedgerSet Above(std::uint32_t sequence, const LedgerSet& set) {
  if (sequence == std::numeric_limits<std::uint32_t>::max()) return {};
  return set.Within({.first = sequence + 1, .last = {}});
}

LedgerSet Below(std::uint32_t sequence, const LedgerSet& set) {
  return sequence == 0 ? LedgerSet() : set.Within({.first = 0, .last = sequence - 1});
}

// "c" BETWEEN 1 AND 2 OR "c" BETWEEN 4 AND 5
std::string Inside(const std::string& column, const LedgerSet& ledgers) {
  std::string out;
  for (const LedgerSpan& span : ledgers.ranges()) {
    out += fmt::format("{}{} BETWEEN {} AND {}", out.empty() ? "" : " OR ", column, span.first,
                       span.last);
  }
  return out;
}

}  // namespace

Coverage HotCoverage(const HotState& state, std::span<const BatchRecord> batches) {
  std::vector<BatchRecord> counted;
  for (const BatchRecord& batch : batches) {
    if (!state.flushed_through || batch.range.first > *state.flushed_through) {
      counted.push_back(batch);
    } else if (batch.range.last > *state.flushed_through) {
      counted.push_back(batch);
      counted.back().range.first = *state.flushed_through + 1;
      counted.back().range.first_previous_hash = state.flushed_hash;
    }
  }
  return Coverage::Of(counted);
}

Border BorderOf(std::string_view table, const Coverage& hot, const Coverage& cold) {
  Border border;
  border.hot = hot.Held(table);
  if (border.hot.empty()) return border;
  const LedgerSet& of_lake = cold.Held(table);
  border.beyond = !Above(border.hot.last(), of_lake).empty();
  const LedgerSet below = Below(border.hot.first(), of_lake);
  const std::uint32_t from = below.empty() ? border.hot.first() : below.last();
  border.missing = LedgerSet({{from, border.hot.last()}}).Minus(of_lake).Minus(border.hot);
  return border;
}

bool Chains(const Coverage& hot, const Coverage& cold) {
  const LedgerSet& ledgers = hot.HeldByAny();
  if (ledgers.empty() || ledgers.first() == 0) return true;
  const auto of_hot = hot.BorderHash(ledgers.first() - 1);
  const auto of_lake = cold.BorderHash(ledgers.first() - 1);
  return !of_hot || !of_lake || *of_hot == *of_lake;
}

std::vector<LedgerSpan> PartsOf(const LedgerSet& ledgers, std::size_t parts_max) {
  std::vector<LedgerSpan> parts;
  const std::uint64_t size = (ledgers.count() + parts_max - 1) / parts_max;
  std::uint64_t room = 0;  // in the last part
  for (LedgerSpan rest : ledgers.ranges()) {
    while (true) {
      if (room == 0) {
        parts.push_back({rest.first, rest.first});
        room = size;
      }
      const std::uint64_t taken = std::min(room, rest.count());
      parts.back().last = static_cast<std::uint32_t>(rest.first + (taken - 1));
      room -= taken;
      if (taken == rest.count()) break;
      rest.first = parts.back().last + 1;
    }
  }
  return parts;
}

std::string HotCondition(const TableSpec& spec, const Border& border) {
  if (border.hot.empty()) return "false";
  return Inside(QuoteIdentifier(spec.sequence_column), border.hot);
}

std::string ColdCondition(const TableSpec& spec, const Border& border) {
  if (border.hot.empty()) return "";
  const std::string column = QuoteIdentifier(spec.sequence_column);
  if (!border.hot.contiguous()) {
    return fmt::format("NOT ({})", Inside(column, border.hot));
  }
  std::string out = fmt::format("{} < {}", column, border.hot.first());
  if (border.beyond) out += fmt::format(" OR {} > {}", column, border.hot.last());
  return out;
}

}  // namespace lake
