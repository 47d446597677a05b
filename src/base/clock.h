// Time as one of the three doors to the outer world (with LedgerSource and Sink): nothing else
// reads a clock or sleeps, so tests can own time. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>

namespace lake {

class Clock {
 public:
  virtual ~Clock() = default;
  // Microseconds since 1970-01-01 UTC; may jump when the machine's clock is set.
  virtual std::int64_t Now() = 0;
  // Microseconds since some fixed moment; never goes back. For durations and deadlines.
  virtual std::int64_t MonotonicMicros() = 0;
  // Waits; false when a stop was requested before or during the wait, and then at once.
  virtual bool SleepFor(std::int64_t micros, std::stop_token stop) = 0;
  // Waits until `done()` holds, a stop was requested or the time is over, whichever comes first;
  // what done() says then. `lock` holds the mutex of whatever done() reads, and whoever changes
  // that notifies `changed`. No time, or a negative one, only looks.
  virtual bool WaitFor(std::condition_variable_any& changed, std::unique_lock<std::mutex>& lock,
                       std::int64_t micros, std::stop_token stop,
                       const std::function<bool()>& done) = 0;
};

// The machine's clock; lives as long as the process.
Clock& SystemClock();

}  // namespace lake
