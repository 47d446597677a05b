#include "source/failover/failover_source.h"

#include <fmt/format.h>

#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <thread>
#include <utility>

#include "base/check.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/thread.h"
#include "source/stop_switch.h"

namespace lake {
namespace {

class FailoverSource final : public LedgerSource {
 public:
  FailoverSource(std::vector<FailoverMember> members, FailoverOptions options);
  ~FailoverSource() override { Stop(); }

  std::string Describe() const override;
  Result<SourceExtent> Extent() override;
  Result<std::optional<std::uint32_t>> Newest() override;
  Status Seek(LedgerRange range) override;
  Result<std::optional<RawLedger>> Next() override;
  void Stop() override;

 private:
  Result<SourceExtent> AskExtent(const FailoverMember& member, std::uint64_t stops);
  Result<std::optional<RawLedger>> ReadOne();
  Status OpenChosen();
  std::optional<LeaveReason> WantedLeave() const {
    const std::lock_guard lock(mutex_);
    return leave_;
  }
  Status AfterFailure(const Error& error, LeaveReason reason);
  std::string AllReasons() const;
  Status StartProbes();
  void Leave(LeaveReason reason, std::string_view detail);
  Status Probe(std::size_t member, const std::stop_token& stop);
  Result<std::optional<std::uint32_t>> AskNewest(std::size_t member);
  void NoteProbe(std::size_t member, const Result<std::optional<std::uint32_t>>& newest);
  void Reconsider();
  void Tell(std::size_t member, Health health, std::string_view detail);
  std::int64_t Now() const { return clock_.MonotonicMicros(); }

  const std::vector<FailoverMember> members_;
  const FailoverOptions options_;
  Clock& clock_;
  StopSwitch stop_;

  // Only for the thread that calls Next.
  LedgerRange range_;
  std::uint32_t rounds_ = 0;  // failures of every member, before the first ledger
  bool delivered_ = false;
  std::set<std::size_t> failed_at_next_;  // those that could not give next_ whole and proved
  bool lost_at_next_ = false;             // one of those had it, broken
  std::set<std::size_t> failed_in_round_;

  mutable std::mutex mutex_;  // for what follows
  FailoverBoard board_;
  std::uint64_t next_ = 0;
  std::unique_ptr<LedgerSource> source_;  // of members_[active_]
  std::size_t active_ = 0;
  std::optional<LeaveReason> leave_;  // the probes want another one
  std::optional<std::int64_t> waiting_since_;
  std::shared_ptr<LedgerSource> asked_;                // for its extent
  std::uint64_t stops_ = 0;                            // how often Stop was called
  std::vector<std::string> reasons_;                   // why each member failed last
  std::vector<std::shared_ptr<LedgerSource>> probed_;  // of each member, for its probes only

  std::vector<std::jthread> probes_;  // the last member: they use all others
};

FailoverSource::FailoverSource(std::vector<FailoverMember> members, FailoverOptions options)
    : members_(std::move(members)),
      options_(std::move(options)),
      clock_(options_.clock == nullptr ? SystemClock() : *options_.clock),
      board_(members_.size(), options_.policy),
      reasons_(members_.size()),
      probed_(members_.size()) {
  // Alerts compare these with their past, so they are there before anything happens.
  for (const FailoverMember& member : members_) {
    for (const LeaveReason reason : kLeaveReasons) {
      CounterOf(MetricId::kSourceSwitches, {member.name, LeaveReasonName(reason)});
    }
  }
}

std::string FailoverSource::Describe() const {
  std::string text;
  for (const FailoverMember& member : members_) {
    if (!text.empty()) text += ", else ";
    text += member.name;
  }
  return text;
}

Result<SourceExtent> FailoverSource::Extent() {
  std::uint64_t stops = 0;
  {
    const std::lock_guard lock(mutex_);
    stops = stops_;
  }
  std::string reasons;
  for (const FailoverMember& member : members_) {
    Result<SourceExtent> extent = AskExtent(member, stops);
    if (extent.ok() || extent.error().code == Code::kCancelled) return extent;
    reasons += (reasons.empty() ? "" : "; ") + extent.error().message;
  }
  return Error{Code::kUnavailable, reasons};
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

Status FailoverSource::Seek(LedgerRange range) {
  const bool again = stop_.stop_requested();
  stop_.Arm();
  if (again || probes_.empty()) TRY(StartProbes());
  const std::lock_guard lock(mutex_);
  source_.reset();
  range_ = range;
  next_ = range.first;
  failed_at_next_.clear();
  lost_at_next_ = false;
  return {};
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

Result<std::optional<RawLedger>> FailoverSource::Next() {
  if (range_.last && next_ > *range_.last) return std::optional<RawLedger>();
  for (;;) {
    if (stop_.stop_requested()) return Error{Code::kCancelled, "stopped"};
    if (const auto reason = WantedLeave()) Leave(*reason, "");
    TRY(OpenChosen());
    Result<std::optional<RawLedger>> ledger = ReadOne();
    if (!ledger.ok() && (stop_.stop_requested() || WantedLeave())) continue;
    if (!ledger.ok()) {
      TRY(AfterFailure(ledger.error(), LeaveReason::kDown));
      continue;
    }
    const Status proved = options_.verify ? options_.verify(**ledger) : Status();
    if (!proved.ok()) {
      TRY(AfterFailure(
          {Code::kDataLoss, fmt::format("ledger {}: refused: {}", next_, proved.error().message)},
          LeaveReason::kRefused));
      continue;
    }
    delivered_ = true;
    failed_at_next_.clear();
    lost_at_next_ = false;
    failed_in_round_.clear();
    const std::lock_guard lock(mutex_);
    board_.Delivered(active_, static_cast<std::uint32_t>(next_), Now());
    ++next_;
    return ledger;
  }
}

void FailoverSource::Stop() {
  stop_.request_stop();
  const std::lock_guard lock(mutex_);
  ++stops_;
  if (source_ != nullptr) source_->Stop();
  if (asked_ != nullptr) asked_->Stop();
  for (const auto& source : probed_) {
    if (source != nullptr) source->Stop();
  }
}

// The expected ledger; anything else is an error.
Result<std::optional<RawLedger>> FailoverSource::ReadOne() {
  {
    const std::lock_guard lock(mutex_);
    waiting_since_ = Now();
  }
  Result<std::optional<RawLedger>> ledger = source_->Next();
  const std::lock_guard lock(mutex_);
  waiting_since_.reset();
  if (!ledger.ok()) return ledger;
  if (!*ledger) {
    return Error{Code::kNotFound, fmt::format("ledger {}: the source ends before it", next_)};
  }
  if ((*ledger)->sequence != next_) {
    return Error{Code::kDataLoss,
                 fmt::format("ledger {}: ledger {} came in its place", next_, (*ledger)->sequence)};
  }
  return ledger;
}

// Waits until a member may be tried; kCancelled when stopped.
Status FailoverSource::OpenChosen() {
  while (source_ == nullptr) {
    std::optional<std::size_t> chosen;
    std::int64_t wait_micros = 0;
    {
      const std::lock_guard lock(mutex_);
      chosen = board_.Choose(Now());
      if (!chosen) wait_micros = board_.NextChance(Now()) - Now();
    }
    if (!chosen) {
      if (!clock_.SleepFor(wait_micros, stop_.get_token())) return {Code::kCancelled, "stopped"};
      continue;
    }
    auto opened = members_[*chosen].open();
    Status sought = opened.ok() ? (*opened)->Seek({static_cast<std::uint32_t>(next_), range_.last})
                                : opened.status();
    {
      const std::lock_guard lock(mutex_);
      active_ = *chosen;
      if (sought.ok()) source_ = std::move(opened).value();
      if (sought.ok() && stop_.stop_requested()) source_->Stop();
    }
    if (!sought.ok()) {
      TRY(AfterFailure(sought.error(), LeaveReason::kDown));
      continue;
    }
    for (std::size_t i = 0; i < members_.size(); ++i) {
      GaugeOf(MetricId::kSourceActive, {members_[i].name}).Set(i == *chosen ? 1 : 0);
    }
    GaugeOf(MetricId::kSourceFailoverActive).Set(*chosen == 0 ? 0 : 1);
    LogInfo("reading {} from ledger {}", members_[*chosen].name, next_);
    Tell(*chosen, Health::kHealthy, *chosen == 0 ? "read" : "read in place of a preferred one");
  }
  return {};
}

// Leaves the active member; an error when no member is left to ask.
Status FailoverSource::AfterFailure(const Error& error, LeaveReason reason) {
  std::optional<Error> give_up;
  {
    const std::lock_guard lock(mutex_);
    reasons_[active_] = error.message;
    if (reason == LeaveReason::kRefused) {
      board_.Refused(active_, Now());
    } else {
      board_.ReadFailed(active_, Now());
    }
    failed_in_round_.insert(active_);
    const bool content = error.code == Code::kDataLoss || error.code == Code::kNotFound;
    if (content) failed_at_next_.insert(active_);
    if (error.code == Code::kDataLoss) lost_at_next_ = true;
    if (failed_at_next_.size() == members_.size()) {
      // Nobody has what was asked for: that is a wrong wish, as it is for one source.
      return {lost_at_next_ || delivered_ ? Code::kDataLoss : Code::kNotFound, AllReasons()};
    }
    if (failed_in_round_.size() == members_.size()) {
      failed_in_round_.clear();
      ++rounds_;
      if (!delivered_ && rounds_ == options_.first_rounds_max) {
        give_up = Error{Code::kUnavailable, AllReasons()};
      }
    }
  }
  Leave(reason, error.message);
  if (give_up) return *give_up;
  return {};
}

std::string FailoverSource::AllReasons() const {
  std::string text;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (!text.empty()) text += "; ";
    text += fmt::format("{}: {}", members_[i].name, reasons_[i]);
  }
  return text;
}

void FailoverSource::Leave(LeaveReason reason, std::string_view detail) {
  std::unique_ptr<LedgerSource> leaving;
  {
    const std::lock_guard lock(mutex_);
    leaving = std::move(source_);
    leave_.reset();
  }
  const std::string& name = members_[active_].name;
  CounterOf(MetricId::kSourceSwitches, {name, LeaveReasonName(reason)}).Add();
  if (reason == LeaveReason::kRecovered) {
    LogInfo("leaving {} at ledger {}: a preferred source is well again", name, next_);
    Tell(active_, Health::kHealthy, "stands by");
    return;
  }
  LogWarn("leaving {} at ledger {}: {}{}{}", name, next_, LeaveReasonName(reason),
          detail.empty() ? "" : ": ", detail);
  Tell(active_, Health::kDegraded,
       fmt::format("{}{}{}", LeaveReasonName(reason), detail.empty() ? "" : ": ", detail));
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

void FailoverSource::Tell(std::size_t member, Health health, std::string_view detail) {
  if (options_.observer != nullptr) {
    options_.observer->OnSourceState(members_[member].name, health, detail);
  }
}

}  // namespace

std::unique_ptr<LedgerSource> MakeFailoverSource(std::vector<FailoverMember> members,
                                                 FailoverOptions options) {
  CHECK(!members.empty());
  return std::make_unique<FailoverSource>(std::move(members), std::move(options));
}

}  // namespace lake
