// Ranges of ledgers as people write them:
//
//   53312000:53313000   both ends included          -1000:        the newest 1,000
//   53.3M:              from there on               -1000:-1      the same, up to the newest
//   :latest             from the oldest to the newest there is now
//   100K                one ledger                  53312000:+50  fifty ledgers
//   2024-09-01:2024-09-02                both days whole, by close time (UTC)
//   2024-09-01T12:00:2024-09-01T12:30    between two instants
//
// Parsing knows no source; resolving asks one through RangeLookup. An end that is left out means
// "and whatever closes from now on". 0 means not given, as in the YAML of the specifications.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.h"
#include "stellar/ledger_set.h"

namespace lake {

struct RangeBound {
  enum class Kind : std::uint8_t {
    kOpen,        // left out
    kLedger,      // value: sequence
    kFromNewest,  // value: 1 is the newest ledger, 1000 the one 999 before it
    kTime,        // value: Unix seconds, included
    kCount,       // only as last; value: how many ledgers
  };
  Kind kind = Kind::kOpen;
  std::int64_t value = 0;
  friend bool operator==(const RangeBound&, const RangeBound&) = default;
};

struct RangeSpec {
  RangeBound first;
  RangeBound last;
  friend bool operator==(const RangeSpec&, const RangeSpec&) = default;
};

// kInvalidArgument shows the forms that are understood.
Result<RangeSpec> ParseRange(std::string_view text);

// One range from --range, --start and --end (or their YAML keys); "" = not given. `start` may be a
// whole range such as "-1000:". kInvalidArgument when two of them say different ends.
Result<RangeSpec> CombineRange(std::string_view range, std::string_view start,
                               std::string_view end);

struct RangeLookup {
  // What the source has now; not empty.
  std::function<Result<LedgerSet>()> extent;
  // Close time (Unix seconds) of a ledger that is in the extent.
  std::function<Result<std::int64_t>(std::uint32_t)> close_time;
};

// Asks `lookup` only for what the bounds need; a time costs at most 32 close times (binary search).
// kNotFound when no ledger of the source closed in the time range, kInvalidArgument when the range
// is empty; errors of the lookup pass through.
Result<LedgerRange> ResolveRange(const RangeSpec& spec, const RangeLookup& lookup);

}  // namespace lake
