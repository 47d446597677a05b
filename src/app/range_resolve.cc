#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "app/range.h"

namespace lake {
namespace {

using Kind = RangeBound::Kind;

constexpr std::int64_t kLastSequence = std::numeric_limits<std::uint32_t>::max();

// The first ledger of [first, last] that closed at or after `seconds`; last + 1 when none did.
Result<std::int64_t> FirstClosedFrom(std::int64_t seconds, const LedgerRange& extent,
                                     const RangeLookup& lookup) {
  std::int64_t low = extent.first;
  std::int64_t high = std::int64_t{*extent.last} + 1;
  while (low < high) {
    std::int64_t middle = low + (high - low) / 2;
    TRY_ASSIGN(std::int64_t closed, lookup.close_time(static_cast<std::uint32_t>(middle)));
    if (closed >= seconds) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

// Resolves the bounds of one range; asks for the extent at most once.
class Resolver {
 public:
  explicit Resolver(const RangeLookup& lookup) : lookup_(lookup) {}

  Result<std::int64_t> First(const RangeBound& bound) {
    if (bound.kind == Kind::kLedger) return bound.value;
    TRY(ReadExtent());
    if (bound.kind == Kind::kOpen) return std::int64_t{extent_->first};
    if (bound.kind == Kind::kFromNewest) {
      return std::max<std::int64_t>(extent_->first, *extent_->last - bound.value + 1);
    }
    TRY_ASSIGN(std::int64_t first, FirstClosedFrom(bound.value, *extent_, lookup_));
    if (first > *extent_->last) {
      return Error{Code::kNotFound,
                   fmt::format("no ledger closed that late: the newest of the source is {}",
                               *extent_->last)};
    }
    return first;
  }

  // nullopt: no end.
  Result<std::optional<std::int64_t>> Last(const RangeBound& bound, std::int64_t first) {
    using Answer = std::optional<std::int64_t>;
    if (bound.kind == Kind::kOpen) return Answer();
    if (bound.kind == Kind::kLedger) return Answer(bound.value);
    if (bound.kind == Kind::kCount) return Answer(first + bound.value - 1);
    TRY(ReadExtent());
    if (bound.kind == Kind::kFromNewest) return Answer(*extent_->last - bound.value + 1);
    TRY_ASSIGN(std::int64_t after, FirstClosedFrom(bound.value + 1, *extent_, lookup_));
    if (after == extent_->first) {
      return Error{Code::kNotFound,
                   fmt::format("no ledger closed that early: the oldest of the source is {}",
                               extent_->first)};
    }
    return Answer(after - 1);
  }

 private:
  Status ReadExtent() {
    if (extent_) return {};
    TRY_ASSIGN(extent_, lookup_.extent());
    CHECK(extent_->last.has_value());
    return {};
  }

  const RangeLookup& lookup_;
  std::optional<LedgerRange> extent_;
};

}  // namespace

Result<LedgerRange> ResolveRange(const RangeSpec& spec, const RangeLookup& lookup) {
  Resolver resolver(lookup);
  TRY_ASSIGN(std::int64_t first, resolver.First(spec.first));
  TRY_ASSIGN(std::optional<std::int64_t> last, resolver.Last(spec.last, first));
  if (last && (*last < first || *last > kLastSequence)) {
    return Error{Code::kInvalidArgument,
                 fmt::format("the range {}:{} holds no ledger", first, *last)};
  }
  LedgerRange range{static_cast<std::uint32_t>(first), std::nullopt};
  if (last) range.last = static_cast<std::uint32_t>(*last);
  return range;
}

}  // namespace lake
