// A wait between attempts that grows, and ends for good after a time or when a stop is requested:
// for whoever has to find out first what became of the attempt before (a writer after a COMMIT),
// and so cannot just be run again (base/retry.h).
//
//   Patience patience(options);  // backoff, patience_ms, stop, on_wait, clock
//   while (...) if (!patience.Wait(error)) return error;
//
// The options outlive it. One thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <stop_token>

#include "base/backoff.h"
#include "base/clock.h"
#include "base/result.h"

namespace lake {

class Patience {
 public:
  // Of the options of any writer.
  template <class Options>
  explicit Patience(const Options& options)
      : on_wait_(options.on_wait),
        stop_(options.stop),
        clock_(*options.clock),
        backoff_(options.backoff),
        race_(BackoffPolicy{.initial_ms = 2, .max_ms = 100, .multiplier = 2.0, .jitter = 0.5},
              static_cast<std::uint64_t>(clock_.MonotonicMicros())),
        deadline_(clock_.MonotonicMicros() + options.patience_ms * 1000) {}

  // Waits before the next attempt, which `error` makes necessary; false when there should be none.
  bool Wait(const Error& error) {
    if (on_wait_) on_wait_(error);
    return SleepFor(backoff_.NextDelayMs());
  }
  // The same after a rival was faster: short, and nobody needs to be told.
  bool WaitForRival() { return SleepFor(race_.NextDelayMs()); }

 private:
  bool SleepFor(std::int64_t delay_ms) {
    const std::int64_t left = deadline_ - clock_.MonotonicMicros();
    if (left <= 0) return false;
    return clock_.SleepFor(std::min(delay_ms * 1000, left), stop_);
  }

  const std::function<void(const Error&)>& on_wait_;
  const std::stop_token stop_;
  Clock& clock_;
  Backoff backoff_;
  Backoff race_;
  const std::int64_t deadline_;
};

}  // namespace lake
