#include "source/failover/failover_source.h"

#include <fmt/format.h>

#include <utility>

#include "base/check.h"
#include "base/log.h"
#include "base/metrics.h"
#include "source/failover/failover_reader.h"

namespace lake {

FailoverSource::FailoverSource(std::vector<FailoverMember> members, FailoverOptions options)
    : members_(std::move(members)),
      options_(std::move(options)),
      clock_(options_.clock == nullptr ? SystemClock() : *options_.clock),
      late_(options_.gap_wait_ms, clock_, [](Health, std::string_view) {}),
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

Status FailoverSource::Seek(LedgerRange range) {
  const bool again = stop_.stop_requested();
  stop_.Arm();
  if (again || probes_.empty()) TRY(StartProbes());
  const std::lock_guard lock(mutex_);
  source_.reset();
  range_ = range;
  next_ = range.first;
  failed_at_next_.clear();
  lost_at_next_ = refused_at_next_ = false;
  late_.Came();
  return {};
}

Result<std::optional<RawLedger>> FailoverSource::Next() {
  if (range_.last && next_ > *range_.last) return std::optional<RawLedger>();
  for (;;) {
    if (stop_.stop_requested()) return Error{Code::kCancelled, "stopped"};
    if (const auto reason = WantedLeave()) Leave(*reason, "");
    TRY(OpenChosen());
    Result<std::optional<RawLedger>> ledger = ReadOne();
    // What the probes interrupted is cancelled; anything else is a failure of its own.
    const bool interrupted = !ledger.ok() && ledger.error().code == Code::kCancelled;
    if (!ledger.ok() && (stop_.stop_requested() || (interrupted && WantedLeave()))) continue;
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
    lost_at_next_ = refused_at_next_ = false;
    late_.Came();
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
    if (reason == LeaveReason::kRefused) refused_at_next_ = true;
    if (failed_at_next_.size() == members_.size()) {
      // Nobody has what was asked for: that is a wrong wish, as it is for one source.
      const Error missing{lost_at_next_ || delivered_ ? Code::kDataLoss : Code::kNotFound,
                          AllReasons()};
      if (!MayComeLater(missing)) return missing;
      failed_at_next_.clear();
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

// What no member has now one of them may be about to get.
bool FailoverSource::MayComeLater(const Error& missing) {
  const bool awaits = !range_.last && (delivered_ || options_.awaits_first) && !refused_at_next_;
  return awaits && late_.MayCome(missing);
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

void FailoverSource::Tell(std::size_t member, Health health, std::string_view detail) {
  if (options_.observer != nullptr) {
    options_.observer->OnSourceState(members_[member].name, health, detail);
  }
}

std::unique_ptr<LedgerSource> MakeFailoverSource(std::vector<FailoverMember> members,
                                                 FailoverOptions options) {
  CHECK(!members.empty());
  return std::make_unique<FailoverSource>(std::move(members), std::move(options));
}

}  // namespace lake
