// Stops hammering a peer that keeps failing: after a number of failures in a row no attempt is made
// for a while (open), then one attempt is let through (half-open); it closes the breaker again or
// opens it for the same time once more.
//
// A plain state machine over the time it is told, so nothing can block in it. One thread drives it;
// state() may be read from any. Times are microseconds of a monotonic clock.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

namespace lake {

struct CircuitBreakerOptions {
  std::uint32_t failures_to_open = 5;    // in a row
  std::uint32_t successes_to_close = 1;  // in a row, while half-open
  std::uint32_t open_ms = 15'000;
};

enum class BreakerState : unsigned char { kClosed, kHalfOpen, kOpen };
// "closed", "half-open", "open".
std::string_view BreakerStateName(BreakerState state);

class CircuitBreaker {
 public:
  explicit CircuitBreaker(CircuitBreakerOptions options) : options_(options) {}

  // How long to wait before an attempt is allowed; 0 = now, and the attempt has to end in
  // RecordSuccess or RecordFailure.
  std::int64_t WaitMicros(std::int64_t now_micros);
  void RecordSuccess();
  void RecordFailure(std::int64_t now_micros);

  BreakerState state() const { return state_.load(std::memory_order_relaxed); }

 private:
  void Open(std::int64_t now_micros);

  const CircuitBreakerOptions options_;
  std::atomic<BreakerState> state_ = BreakerState::kClosed;
  std::uint32_t run_ = 0;  // failures in a row while closed, successes in a row while half-open
  std::int64_t reopen_at_micros_ = 0;
};

}  // namespace lake
