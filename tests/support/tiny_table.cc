#include "support/tiny_table.h"

#include <fmt/format.h>

namespace lake::testing {

RowBuffer TinyRows::Make(std::int64_t sequence, std::size_t count) {
  RowBuffer rows(sizeof(TinyRow));
  for (std::size_t i = 0; i < count; ++i) {
    const auto n = static_cast<std::int64_t>(i);
    TinyRow row{
        .ledger_sequence = sequence,
        .name = texts_.emplace_back(fmt::format("thing {} of ledger {}", i, sequence)),
        .note = std::nullopt,
        .flag = i % 3 == 0,
        .small = std::nullopt,
        .unsigned_number = 4'294'967'295u - static_cast<std::uint32_t>(i),
        .big = std::nullopt,
        .closed_at = TimestampFromSeconds(1'700'000'000 + sequence),
        .seen_at = std::nullopt,
        .ledger_range = sequence / 10'000 * 10'000,
    };
    if (i % 5 == 1) row.note = "";
    if (i % 5 == 2) row.note = "zwölf";
    if (i % 5 == 3) row.note = texts_.emplace_back(fmt::format("a note, \"{}\", of two\nlines", i));
    if (i % 2 == 0) row.small = static_cast<std::int32_t>(-n);
    if (i % 7 != 0) row.big = n * -1'000'000'000'007;
    if (i % 4 == 0) row.seen_at = TimestampFromSeconds(n);
    rows.Append(row);
  }
  return rows;
}

}  // namespace lake::testing
