#include "source/archive/archive_cursor.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.h"
#include "base/log.h"

namespace lake {
namespace {

constexpr std::uint64_t kLedgerMax = std::numeric_limits<std::uint32_t>::max();
// Objects looked up at once: one page of an object store.
constexpr std::uint64_t kWindowObjects = 990;
// At the tip only a few can be new since the last look.
constexpr std::uint64_t kTipWindowObjects = 8;
// One look in so many at the tip also asks for the newest ledger, to see a hole wider than that.
constexpr std::uint32_t kLooksPerHoleCheck = 10;

std::string AreMissing(std::uint64_t first, std::uint64_t last) {
  return first == last ? fmt::format("ledger {} is missing", first)
                       : fmt::format("ledgers {} to {} are missing", first, last);
}

}  // namespace

ArchiveCursor::ArchiveCursor(std::shared_ptr<ArchiveIndex> index, bool allow_gaps, std::string name)
    : index_(std::move(index)), allow_gaps_(allow_gaps), name_(std::move(name)) {}

ArchiveCursor::Step ArchiveCursor::MakeHole(std::uint64_t last, std::string_view where) {
  hole_ = Hole{last, fmt::format("{}: {}: {}", name_, AreMissing(expected_, last), where)};
  return Step::kHole;
}

Error ArchiveCursor::hole() const {
  CHECK(hole_);
  if (previous_key_.empty() && !last_) return NotThere();
  return {Code::kDataLoss, hole_->what + "; complete the lake, or skip it with --allow-gaps"};
}

void ArchiveCursor::SkipHole() {
  CHECK(hole_);
  LogWarn("{}; skipped", hole_->what);
  expected_ = hole_->last + 1;
  hole_.reset();
}

Result<bool> ArchiveCursor::HoldsLedgerBefore(std::stop_token stop) {
  if (expected_ <= kFirstLedger) return false;
  const auto before = static_cast<std::uint32_t>(expected_ - 1);
  TRY_ASSIGN(const auto found, index_->Find(before, before, stop));
  return !found.empty();
}

Status ArchiveCursor::Seek(LedgerRange range, std::stop_token stop) {
  window_.clear();
  hole_.reset();
  previous_key_.clear();
  at_tip_ = false;
  last_ = range.last;
  expected_ = range.first;
  if (range.first == 0) {
    TRY_ASSIGN(const SourceExtent extent, index_->Extent(stop));
    expected_ = extent.ledgers.empty() ? kFirstLedger : extent.ledgers.first();
  }
  if (allow_gaps_ || (last_ && expected_ > *last_)) return {};
  TRY_ASSIGN(const Step step, FillWindow(stop));
  if (step == Step::kWait) return {};
  if (step == Step::kObject && window_.front().first <= expected_) return {};
  return NotThere();
}

Error ArchiveCursor::NotThere() const {
  const std::string next = window_.empty()
                               ? "nothing of the range is there"
                               : fmt::format("the next ledger there is {}", window_.front().first);
  return {Code::kNotFound, fmt::format("{}: ledger {} is not there: {}", name_, expected_, next)};
}

Result<ArchiveCursor::Step> ArchiveCursor::Next(ArchiveObject& object, std::stop_token stop) {
  if (std::exchange(hole_, std::nullopt)) window_.clear();  // it may have been filled
  if (last_ && expected_ > *last_) return Step::kEnd;
  if (window_.empty()) {
    TRY_ASSIGN(const Step step, FillWindow(stop));
    if (step == Step::kEnd && last_) return MakeHole(*last_, "the lake ends before them");
    if (step != Step::kObject) return step;
  }
  ArchiveObject& next = window_.front();
  if (next.first < expected_ && !previous_key_.empty()) {
    return Error{Code::kDataLoss,
                 fmt::format("{}: duplicate: ledger {} is in both {} and {}; remove one of them",
                             name_, next.first, previous_key_, next.key)};
  }
  if (next.first > expected_) {
    return MakeHole(next.first - 1, fmt::format("the next object is {}", next.key));
  }
  expected_ = std::uint64_t{next.last} + 1;
  ledgers_per_object_ = next.last - next.first + 1;
  previous_key_ = next.key;
  object = std::move(next);
  window_.pop_front();
  return Step::kObject;
}

Result<ArchiveCursor::Step> ArchiveCursor::FillWindow(std::stop_token stop) {
  const std::uint64_t objects = at_tip_ ? kTipWindowObjects : kWindowObjects;
  const std::uint64_t end = std::min(expected_ + objects * ledgers_per_object_ - 1,
                                     std::uint64_t{last_.value_or(kLedgerMax)});
  if (expected_ > end) return Step::kEnd;
  TRY_ASSIGN(auto found, index_->Find(static_cast<std::uint32_t>(expected_),
                                      static_cast<std::uint32_t>(end), stop));
  if (found.empty()) {
    if (at_tip_ && ++quiet_looks_ % kLooksPerHoleCheck != 0) return Step::kWait;
    return LookBeyond(stop);
  }
  at_tip_ = false;
  quiet_looks_ = 0;
  window_.assign(std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  return Step::kObject;
}

// The window is empty: the lake ends here, or has a hole larger than the window.
Result<ArchiveCursor::Step> ArchiveCursor::LookBeyond(std::stop_token stop) {
  const auto first = static_cast<std::uint32_t>(expected_);
  TRY_ASSIGN(const auto newest, index_->Newest(first, stop));
  if (!newest) {
    at_tip_ = true;
    return last_ ? Step::kEnd : Step::kWait;
  }
  // New objects may have come between the two looks, so the window is looked at again, and doubled
  // until it shows what is behind the hole.
  const std::uint64_t end = std::min<std::uint64_t>(*newest, last_.value_or(*newest));
  for (std::uint64_t size = kWindowObjects;; size *= 2) {
    const std::uint64_t last = std::min(expected_ + size - 1, end);
    TRY_ASSIGN(auto found, index_->Find(first, static_cast<std::uint32_t>(last), stop));
    if (!found.empty()) {
      window_.assign(std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
      return Step::kObject;
    }
    if (last == end) return last_ ? Step::kEnd : Step::kWait;
  }
}

}  // namespace lake
