// A wait between attempts that grows, and ends for good after a time or when a stop is requested.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/backoff.h"
#include "sink/ducklake_options.h"

namespace lake {

class Patience {
 public:
  explicit Patience(const DuckLakeSinkOptions& options)
      : options_(options),
        backoff_(options.backoff),
        deadline_(options.clock->MonotonicMicros() + options.patience_ms * 1000) {}

  // Waits before the next attempt, which `error` makes necessary; false when there should be none.
  bool Wait(const Error& error) {
    if (options_.on_wait) options_.on_wait(error);
    const std::int64_t left = deadline_ - options_.clock->MonotonicMicros();
    if (left <= 0) return false;
    const std::int64_t delay = std::min(backoff_.NextDelayMs() * 1000, left);
    return options_.clock->SleepFor(delay, options_.stop);
  }

 private:
  const DuckLakeSinkOptions& options_;
  Backoff backoff_;
  std::int64_t deadline_;
};

}  // namespace lake
