#include <algorithm>
#include <utility>

#include "base/metrics.h"
#include "base/thread.h"
#include "source/failover/failover_reader.h"

namespace lake {

Result<SourceExtent> FailoverSource::Extent() {
  std::uint64_t stops = 0;
  {
    const std::lock_guard lock(mutex_);
    stops = stops_;
  }
  std::string reasons;
  bool all_empty = true;
  for (const FailoverMember& member : members_) {
    Result<SourceExtent> extent = AskExtent(member, stops);
    if (extent.ok() || extent.error().code == Code::kCancelled) return extent;
    reasons += (reasons.empty() ? "" : "; ") + extent.error().message;
    all_empty = all_empty && extent.error().code == Code::kNotFound;
  }
  return Error{all_empty ? Code::kNotFound : Code::kUnavailable, reasons};
}

// A source of its own, for the others may be in use by the probes; Stop sees it.
Result<SourceExtent> FailoverSource::AskExtent(const FailoverMember& member, std::uint64_t stops) {
  const auto stopped = [&] { return stops_ != stops; };
  TRY_ASSIGN(std::shared_ptr<LedgerSource> source, member.open());
  {
    const std::lock_guard lock(mutex_);
    if (stopped()) return Error{Code::kCancelled, "stopped"};
    asked_ = source;
  }
  Result<SourceExtent> extent = source->Extent();
  const std::lock_guard lock(mutex_);
  asked_.reset();
  if (!extent.ok() && stopped()) return Error{Code::kCancelled, "stopped"};
  return extent;
}

// Of the members that answer, the one that is furthest; from the probes when they run.
Result<std::optional<std::uint32_t>> FailoverSource::Newest() {
  std::optional<std::uint32_t> best;
  if (!probes_.empty()) {
    const std::lock_guard lock(mutex_);
    if (const std::uint32_t tip = board_.BestTip(Now()); tip != 0) best = tip;
    return best;
  }
  std::string reasons;
  std::size_t failures = 0;
  for (std::size_t member = 0; member < members_.size(); ++member) {
    const auto newest = AskNewest(member);
    if (newest.ok()) {
      best = std::max(best, *newest);
      continue;
    }
    ++failures;
    reasons += (reasons.empty() ? "" : "; ") + newest.error().message;
  }
  if (failures == members_.size()) return Error{Code::kUnavailable, reasons};
  return best;
}

Status FailoverSource::StartProbes() {
  probes_.clear();
  for (std::size_t i = 0; i < members_.size() && members_.size() > 1; ++i) {
    Result<std::jthread> probe = StartThread(
        "source-probe",
        [this, i, stop = stop_.get_token()](const std::stop_token&) { return Probe(i, stop); },
        [this, i](const Status& status) {
          if (status.ok()) return;
          const std::lock_guard lock(mutex_);  // nobody looks at this member any more
          board_.ProbeFailed(i);
        });
    if (!probe.ok()) {
      stop_.request_stop();  // those that began, for the next Seek starts all
      return probe.error();
    }
    probes_.push_back(*std::move(probe));
  }
  return {};
}

Status FailoverSource::Probe(std::size_t member, const std::stop_token& stop) {
  do {
    std::optional<std::uint32_t> newest;
    const Status asked = CatchExceptions("source-probe", [&]() -> Status {
      TRY_ASSIGN(newest, AskNewest(member));
      return {};
    });
    NoteProbe(member, asked.ok() ? Result<std::optional<std::uint32_t>>(newest) : asked.error());
    Reconsider();
  } while (clock_.SleepFor(std::int64_t{options_.probe_interval_ms} * 1000, stop));
  return {};
}

Result<std::optional<std::uint32_t>> FailoverSource::AskNewest(std::size_t member) {
  std::shared_ptr<LedgerSource> source;
  {
    const std::lock_guard lock(mutex_);
    source = probed_[member];
  }
  if (source == nullptr) {
    TRY_ASSIGN(source, members_[member].open());
    const std::lock_guard lock(mutex_);
    probed_[member] = source;
    if (stop_.stop_requested()) source->Stop();
  }
  auto newest = source->Newest();
  if (!newest.ok()) {
    const std::lock_guard lock(mutex_);
    probed_[member].reset();
  }
  return newest;
}

void FailoverSource::NoteProbe(std::size_t member,
                               const Result<std::optional<std::uint32_t>>& newest) {
  const std::lock_guard lock(mutex_);
  const bool stands_by = source_ == nullptr || member != active_;
  if (!newest.ok()) {
    reasons_[member] = newest.error().message;
    board_.ProbeFailed(member);
    if (stands_by) Tell(member, Health::kDegraded, newest.error().message);
    return;
  }
  const std::optional<std::uint32_t> tip = *newest;
  if (tip) GaugeOf(MetricId::kSourceTipLedger, {members_[member].name}).Set(*tip);
  board_.ProbeSucceeded(member, tip, Now());
  // That it answers again does not take back what it was left for.
  if (!stands_by || board_.IsSuspect(member, Now())) return;
  const bool behind = board_.IsBehind(member, Now());
  Tell(member, behind ? Health::kDegraded : Health::kHealthy, behind ? "behind" : "stands by");
}

// Interrupts the active source when another one should be read.
void FailoverSource::Reconsider() {
  const std::lock_guard lock(mutex_);
  if (source_ == nullptr || leave_) return;
  leave_ = board_.ShouldLeave(active_, next_, waiting_since_, Now());
  if (leave_) source_->Stop();
}

}  // namespace lake
