// When a flusher flushes, deletes and vacuums, and what it does when that fails.
//
// Run goes on until a stop: a flush at once and then every interval, a deletion some time behind
// each, a VACUUM behind every so many. What may pass (PostgreSQL or the lake away, disks full,
// another writer) is tried again and again; what does not, ends it. Upkeep of the lake gets the
// time between. A stop lets the flush under way and one more go on for a bounded time. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <stop_token>

#include "app/flush_monitor.h"
#include "base/backoff.h"
#include "base/clock.h"
#include "flush/flush_work.h"

namespace lake {

struct FlushScheduleOptions {
  std::int64_t interval_micros = 0;
  // Nothing: kDeleteDelay, and none for the last flush.
  std::optional<std::int64_t> delete_delay_micros;
  std::uint32_t vacuum_every = 0;  // flushes; 0 = never
  std::int64_t final_micros = 0;   // 0: no last flush
  // Upkeep every so often; it ends early when `goes_on` says so, and tells whether it was done.
  std::int64_t maintain_micros = 0;  // 0 = never
  std::function<Result<bool>(const std::function<bool()>& goes_on)> maintain;
  BackoffPolicy backoff{.initial_ms = 1'000, .max_ms = 60'000, .multiplier = 2.0, .jitter = 0.25};
  Clock* clock = &SystemClock();

  static constexpr std::int64_t kDeleteDelay = 60'000'000;
};

class FlushSchedule {
 public:
  // `work` and `monitor` outlive it.
  FlushSchedule(FlushWork& work, FlushMonitor& monitor, FlushScheduleOptions options)
      : work_(work), monitor_(monitor), options_(std::move(options)), backoff_(options.backoff) {}

  // Success after a stop.
  Status Run(const std::stop_token& stop);
  // One flush and its deletion. kCancelled when a stop came first.
  Result<FlushReport> Once(const std::stop_token& stop);

 private:
  struct Deletion {
    std::uint32_t through;
    std::int64_t due;
  };
  std::int64_t Now() const { return options_.clock->MonotonicMicros(); }
  std::int64_t Wake() const;
  Status Flush(const std::stop_token& hard);
  Status DeleteDue(const std::stop_token& hard);
  Status Last(const std::stop_token& hard);
  Status Delete(std::uint32_t through, const std::stop_token& hard);
  void PlanDeletion(const FlushReport& report);
  void CountFlush(const FlushReport& report);
  void Vacuum(const std::stop_token& hard);
  void Maintain(const std::stop_token& stop);
  // Success when it is to be tried again, at `next`.
  Status Failed(const Error& error, std::int64_t& next);

  FlushWork& work_;
  FlushMonitor& monitor_;
  const FlushScheduleOptions options_;
  Backoff backoff_;
  std::int64_t next_flush_ = 0;
  std::optional<std::int64_t> next_upkeep_;
  std::deque<Deletion> deletions_;  // ascending
  std::uint32_t flushes_ = 0;
  bool vacuum_due_ = false;
  bool may_vacuum_ = true;
};

}  // namespace lake
