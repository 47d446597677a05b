#include "app/flush_schedule.h"

#include <algorithm>
#include <functional>
#include <thread>
#include <utility>

#include "base/log.h"
#include "base/thread.h"

namespace lake {
namespace {

bool MayPass(Code code) {
  return code == Code::kUnavailable || code == Code::kConflict || code == Code::kResourceExhausted;
}

// A stop that comes some time behind another.
class HardStop {
 public:
  HardStop(std::int64_t after_micros, Clock& clock, const std::stop_token& stop)
      : after_micros_(after_micros), clock_(clock), on_stop_(stop, [this] { Begin(); }) {}

  std::stop_token token() const { return source_.get_token(); }

 private:
  void Begin() {
    if (after_micros_ == 0) {
      source_.request_stop();
      return;
    }
    auto timer = StartThread(
        "flush-stop",
        [this](const std::stop_token& own) {
          if (clock_.SleepFor(after_micros_, own)) source_.request_stop();
          return Status();
        },
        [this](const Status& status) {
          if (!status.ok()) source_.request_stop();
        });
    if (timer.ok()) {
      timer_ = std::move(*timer);
    } else {
      source_.request_stop();
    }
  }

  const std::int64_t after_micros_;
  Clock& clock_;
  std::stop_source source_;
  std::jthread timer_;
  std::stop_callback<std::function<void()>> on_stop_;  // goes first
};

double SecondsSince(std::int64_t start, Clock& clock) {
  return static_cast<double>(clock.MonotonicMicros() - start) / 1e6;
}

}  // namespace

// When the buffer needs something again.
std::int64_t FlushSchedule::Wake() const {
  return deletions_.empty() ? next_flush_ : std::min(next_flush_, deletions_.front().due);
}

Status FlushSchedule::Run(const std::stop_token& stop) {
  const HardStop hard(options_.final_micros, *options_.clock, stop);
  next_flush_ = Now();
  if (options_.maintain_micros > 0) next_upkeep_ = Now() + options_.maintain_micros;
  for (;;) {
    monitor_.OnNext(next_flush_);
    const std::int64_t wake = std::min(Wake(), next_upkeep_.value_or(Wake()));
    if (!options_.clock->SleepFor(std::max<std::int64_t>(0, wake - Now()), stop)) break;
    TRY(DeleteDue(hard.token()));
    if (Now() >= next_flush_) TRY(Flush(hard.token()));
    if (next_upkeep_ && Now() >= *next_upkeep_) Maintain(stop);
  }
  Status last = Last(hard.token());
  monitor_.OnEnd(last);
  return last;
}

Status FlushSchedule::Failed(const Error& error, std::int64_t& next) {
  if (error.code == Code::kCancelled) return {};
  if (!MayPass(error.code)) return error;
  monitor_.OnFailure(work_.failed_part(), error);
  next = Now() + std::min(backoff_.NextDelayMs() * 1000, options_.interval_micros);
  return {};
}

Status FlushSchedule::Flush(const std::stop_token& hard) {
  const std::int64_t start = Now();
  const auto report = work_.Flush(hard);
  if (!report.ok()) return Failed(report.error(), next_flush_);
  backoff_.Reset();
  monitor_.OnReport(*report);
  PlanDeletion(*report);
  CountFlush(*report);
  next_flush_ = std::max(Now(), start + options_.interval_micros);
  return DeleteDue(hard);
}

void FlushSchedule::PlanDeletion(const FlushReport& report) {
  if (!report.can_delete || !report.watermark) return;
  if (!deletions_.empty() && deletions_.back().through >= *report.watermark) return;
  const std::int64_t delay =
      options_.delete_delay_micros.value_or(FlushScheduleOptions::kDeleteDelay);
  deletions_.push_back({*report.watermark, Now() + delay});
}

void FlushSchedule::CountFlush(const FlushReport& report) {
  if (report.ledgers == 0 || options_.vacuum_every == 0) return;
  vacuum_due_ = ++flushes_ % options_.vacuum_every == 0 || vacuum_due_;
}

Status FlushSchedule::DeleteDue(const std::stop_token& hard) {
  std::optional<std::uint32_t> through;
  while (!deletions_.empty() && deletions_.front().due <= Now()) {
    through = deletions_.front().through;
    deletions_.pop_front();
  }
  if (!through) return {};
  if (const Status deleted = Delete(*through, hard); !deleted.ok()) {
    std::int64_t again = Now();
    TRY(Failed(deleted.error(), again));
    deletions_.push_front({*through, again});
    return {};
  }
  if (vacuum_due_) Vacuum(hard);
  return {};
}

Status FlushSchedule::Delete(std::uint32_t through, const std::stop_token& hard) {
  const std::int64_t start = Now();
  TRY_ASSIGN(const HotRemoval removed, work_.Delete(through, hard));
  monitor_.OnDeleted(removed, SecondsSince(start, *options_.clock));
  return {};
}

// What it leaves undone is done the next time, or by autovacuum.
void FlushSchedule::Vacuum(const std::stop_token& hard) {
  vacuum_due_ = false;
  if (!may_vacuum_) return;
  const std::int64_t start = Now();
  const auto done = work_.Vacuum(hard);
  if (!done.ok()) {
    if (done.error().code != Code::kCancelled) LogWarn("VACUUM: {}", done.error().message);
    return;
  }
  may_vacuum_ = *done;
  if (may_vacuum_) {
    monitor_.OnVacuumed(SecondsSince(start, *options_.clock));
  } else {
    LogWarn("this user may not VACUUM the hot buffer: autovacuum has to do it");
  }
}

// In the time that the buffer leaves. What fails is tried the next time, as what nobody waits for.
void FlushSchedule::Maintain(const std::stop_token& stop) {
  const auto done = options_.maintain([&] { return !stop.stop_requested() && Now() < Wake(); });
  if (!done.ok()) LogWarn("upkeep of the lake is put off: {}", done.error().message);
  next_upkeep_ = done.ok() && !*done ? Now() : Now() + options_.maintain_micros;
}

Status FlushSchedule::Last(const std::stop_token& hard) {
  if (options_.final_micros == 0) return {};
  const auto report = work_.Flush(hard);
  if (!report.ok()) {
    const Error& error = report.error();
    if (!MayPass(error.code) && error.code != Code::kCancelled) return error;
    LogWarn("the last flush was not done: {}; the next start does it", error.message);
    return {};
  }
  monitor_.OnReport(*report);
  if (!report->can_delete || options_.delete_delay_micros.value_or(0) > 0) return {};
  const Status deleted = Delete(*report->watermark, hard);
  if (!deleted.ok()) {
    LogWarn("what is flushed was not deleted: {}; the next start does it", deleted.error().message);
  }
  return {};
}

Result<FlushReport> FlushSchedule::Once(const std::stop_token& stop) {
  const HardStop hard(options_.final_micros, *options_.clock, stop);
  auto report = work_.Flush(hard.token());
  if (!report.ok()) return report;
  monitor_.OnReport(*report);
  CountFlush(*report);
  if (report->can_delete) {
    if (!options_.clock->SleepFor(options_.delete_delay_micros.value_or(0), stop)) {
      return Error{Code::kCancelled, "all is flushed, and not deleted yet; the next flush does it"};
    }
    TRY(Delete(*report->watermark, hard.token()));
  }
  if (vacuum_due_) Vacuum(hard.token());
  return report;
}

}  // namespace lake
