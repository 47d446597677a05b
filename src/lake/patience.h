// A wait between attempts that grows, and ends for good after a time or when a stop is requested.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/backoff.h"
#include "lake/lake_writer_options.h"

namespace lake {

class Patience {
 public:
  explicit Patience(const LakeWriterOptions& options)
      : options_(options),
        backoff_(options.backoff),
        race_(BackoffPolicy{.initial_ms = 2, .max_ms = 100, .multiplier = 2.0, .jitter = 0.5},
              static_cast<std::uint64_t>(options.clock->MonotonicMicros())),
        deadline_(options.clock->MonotonicMicros() + options.patience_ms * 1000) {}

  // Waits before the next attempt, which `error` makes necessary; false when there should be none.
  bool Wait(const Error& error) {
    if (options_.on_wait) options_.on_wait(error);
    return SleepFor(backoff_.NextDelayMs());
  }
  // The same after a rival was faster: short, and nobody needs to be told.
  bool WaitForRival() { return SleepFor(race_.NextDelayMs()); }

 private:
  bool SleepFor(std::int64_t delay_ms) {
    const std::int64_t left = deadline_ - options_.clock->MonotonicMicros();
    if (left <= 0) return false;
    return options_.clock->SleepFor(std::min(delay_ms * 1000, left), options_.stop);
  }

  const LakeWriterOptions& options_;
  Backoff backoff_;
  Backoff race_;
  std::int64_t deadline_;
};

}  // namespace lake
