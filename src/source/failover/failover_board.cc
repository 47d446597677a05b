#include "source/failover/failover_board.h"

#include <algorithm>
#include <limits>

namespace lake {
namespace {

// Doublings of a wait; more would overflow before the bound is applied.
constexpr std::uint32_t kDoublingsMax = 20;

std::int64_t Doubled(std::uint32_t ms, std::uint32_t times, std::uint32_t max_ms) {
  const std::int64_t doubled = std::int64_t{ms} << std::min(times, kDoublingsMax);
  return std::min<std::int64_t>(doubled, max_ms) * 1000;
}

}  // namespace

std::string_view LeaveReasonName(LeaveReason reason) {
  switch (reason) {
    case LeaveReason::kDown:
      return "down";
    case LeaveReason::kRefused:
      return "refused";
    case LeaveReason::kBehind:
      return "behind";
    case LeaveReason::kStalled:
      return "stalled";
    case LeaveReason::kRecovered:
      return "recovered";
  }
  return "unknown";
}

FailoverBoard::FailoverBoard(std::size_t sources, const FailoverPolicy& policy)
    : policy_(policy), sources_(sources) {}

void FailoverBoard::ProbeSucceeded(std::size_t index, std::optional<std::uint32_t> tip,
                                   std::int64_t now) {
  Source& source = sources_[index];
  source.tip = tip;  // also when it went back: a server may have been restored from a backup
  source.down = false;
  if (!source.well_since) source.well_since = now;
}

void FailoverBoard::ProbeFailed(std::size_t index) {
  sources_[index].down = true;
  sources_[index].well_since.reset();
}

void FailoverBoard::Delivered(std::size_t index, std::uint32_t sequence, std::int64_t now) {
  Source& source = sources_[index];
  source.failures = 0;
  source.down = false;
  if (!source.well_since) source.well_since = now;
  if (source.tip) source.tip = std::max(*source.tip, sequence);
}

void FailoverBoard::ReadFailed(std::size_t index, std::int64_t now) {
  Source& source = sources_[index];
  Fail(source, now + Doubled(policy_.retry_ms, source.failures, policy_.retry_max_ms));
}

void FailoverBoard::Refused(std::size_t index, std::int64_t now) {
  Fail(sources_[index], now + std::int64_t{policy_.quarantine_ms} * 1000);
}

void FailoverBoard::Fail(Source& source, std::int64_t not_before) {
  source.well_since.reset();
  source.not_before = std::max(source.not_before, not_before);
  ++source.failures;
}

std::optional<std::size_t> FailoverBoard::Choose(std::int64_t now) const {
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (IsFit(i, now)) return i;
  }
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (MayBeTried(i, now)) return i;
  }
  return std::nullopt;
}

std::int64_t FailoverBoard::NextChance(std::int64_t now) const {
  std::int64_t next = std::numeric_limits<std::int64_t>::max();
  for (const Source& source : sources_) next = std::min(next, source.not_before);
  return std::max(next, now);
}

std::optional<LeaveReason> FailoverBoard::ShouldLeave(std::size_t active, std::uint64_t next,
                                                      std::optional<std::int64_t> waiting_since,
                                                      std::int64_t now) const {
  for (std::size_t i = 0; i < active; ++i) {
    if (HasRecovered(i, now)) return LeaveReason::kRecovered;
  }
  const std::int64_t stall = std::int64_t{policy_.stall_ms} * 1000;
  const bool stalled = waiting_since && now - *waiting_since >= stall;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (i == active || !IsFit(i, now) || !sources_[i].tip) continue;
    if (IsBehind(active, now)) return LeaveReason::kBehind;
    if (stalled && *sources_[i].tip >= next) return LeaveReason::kStalled;
  }
  return std::nullopt;
}

// Of those that can be believed: a source that failed may have claimed anything.
std::uint32_t FailoverBoard::BestTip(std::int64_t now) const {
  std::uint32_t best = 0;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (MayBeTried(i, now) && !sources_[i].down) best = std::max(best, sources_[i].tip.value_or(0));
  }
  return best;
}

bool FailoverBoard::IsBehind(std::size_t index, std::int64_t now) const {
  const std::optional<std::uint32_t> tip = sources_[index].tip;
  return tip && std::uint64_t{*tip} + policy_.max_lag_ledgers < BestTip(now);
}

bool FailoverBoard::IsSuspect(std::size_t index, std::int64_t now) const {
  return sources_[index].failures > 0 && !HasRecovered(index, now);
}

bool FailoverBoard::MayBeTried(std::size_t index, std::int64_t now) const {
  return sources_[index].not_before <= now;
}

bool FailoverBoard::IsFit(std::size_t index, std::int64_t now) const {
  return MayBeTried(index, now) && !sources_[index].down && !IsBehind(index, now);
}

// The more often it failed in a row, the longer it has to be well.
bool FailoverBoard::HasRecovered(std::size_t index, std::int64_t now) const {
  const Source& source = sources_[index];
  if (!IsFit(index, now) || !source.well_since) return false;
  const std::uint32_t again = source.failures == 0 ? 0 : source.failures - 1;
  return now - *source.well_since >= Doubled(policy_.recovery_ms, again, policy_.quarantine_ms);
}

}  // namespace lake
