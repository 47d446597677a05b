// ledger_range, the column by which tables are partitioned: the first of the 10,000 ledgers that
// a row's ledger is among (decision D8).
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

namespace lake {

inline constexpr std::string_view kRangeColumn = "ledger_range";
inline constexpr std::uint32_t kLedgersPerRange = 10'000;

template <std::integral Sequence>
constexpr Sequence RangeStart(Sequence sequence) {
  return sequence - sequence % Sequence{kLedgersPerRange};
}

}  // namespace lake
