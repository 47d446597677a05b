#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "app/range.h"

namespace lake {
namespace {

using Kind = RangeBound::Kind;

constexpr std::int64_t kLastSequence = std::numeric_limits<std::uint32_t>::max();

// The ledgers of a source as one row without holes, so that a binary search can jump over the
// holes.
class Ledgers {
 public:
  explicit Ledgers(LedgerSet set) : set_(std::move(set)) {
    CHECK(!set_.empty());
    count_ = static_cast<std::int64_t>(set_.count());
  }
  std::int64_t count() const { return count_; }
  std::int64_t oldest() const { return set_.first(); }
  std::int64_t newest() const { return set_.last(); }
  // The sequence of the ledger with `index` ledgers before it.
  std::uint32_t At(std::int64_t index) const {
    for (const LedgerSpan& range : set_.ranges()) {
      const auto size = static_cast<std::int64_t>(range.count());
      if (index < size) return static_cast<std::uint32_t>(range.first + index);
      index -= size;
    }
    CHECK(false);
  }
  // The index of the first ledger that closed at or after `seconds`; count() when none did.
  Result<std::int64_t> FirstClosedFrom(std::int64_t seconds, const RangeLookup& lookup) const {
    std::int64_t low = 0;
    std::int64_t high = count_;
    while (low < high) {
      std::int64_t middle = low + (high - low) / 2;
      TRY_ASSIGN(std::int64_t closed, lookup.close_time(At(middle)));
      if (closed >= seconds) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

 private:
  LedgerSet set_;
  std::int64_t count_ = 0;
};

// Resolves the bounds of one range; asks for the extent at most once.
class Resolver {
 public:
  explicit Resolver(const RangeLookup& lookup) : lookup_(lookup) {}

  Result<std::int64_t> First(const RangeBound& bound) {
    if (bound.kind == Kind::kLedger) return bound.value;
    TRY(ReadExtent());
    if (bound.kind == Kind::kOpen) return ledgers_->oldest();
    if (bound.kind == Kind::kFromNewest) {
      return std::max(ledgers_->oldest(), ledgers_->newest() - bound.value + 1);
    }
    TRY_ASSIGN(std::int64_t index, ledgers_->FirstClosedFrom(bound.value, lookup_));
    if (index < ledgers_->count()) return std::int64_t{ledgers_->At(index)};
    return Error{Code::kNotFound,
                 fmt::format("no ledger closed that late: the newest of the source is {}",
                             ledgers_->newest())};
  }

  // nullopt: no end.
  Result<std::optional<std::int64_t>> Last(const RangeBound& bound, std::int64_t first) {
    using Answer = std::optional<std::int64_t>;
    if (bound.kind == Kind::kOpen) return Answer();
    if (bound.kind == Kind::kLedger) return Answer(bound.value);
    if (bound.kind == Kind::kCount) return Answer(first + bound.value - 1);
    TRY(ReadExtent());
    if (bound.kind == Kind::kFromNewest) return Answer(ledgers_->newest() - bound.value + 1);
    TRY_ASSIGN(std::int64_t after, ledgers_->FirstClosedFrom(bound.value + 1, lookup_));
    if (after > 0) return Answer(ledgers_->At(after - 1));
    return Error{Code::kNotFound,
                 fmt::format("no ledger closed that early: the oldest of the source is {}",
                             ledgers_->oldest())};
  }

 private:
  Status ReadExtent() {
    if (ledgers_) return {};
    TRY_ASSIGN(LedgerSet set, lookup_.extent());
    ledgers_.emplace(std::move(set));
    return {};
  }

  const RangeLookup& lookup_;
  std::optional<Ledgers> ledgers_;
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
