#include "net/circuit_breaker.h"

namespace lake {

std::string_view BreakerStateName(BreakerState state) {
  switch (state) {
    case BreakerState::kClosed:
      return "closed";
    case BreakerState::kHalfOpen:
      return "half-open";
    case BreakerState::kOpen:
      return "open";
  }
  return "unknown";
}

std::int64_t CircuitBreaker::WaitMicros(std::int64_t now_micros) {
  if (state() != BreakerState::kOpen) return 0;
  if (now_micros < reopen_at_micros_) return reopen_at_micros_ - now_micros;
  state_.store(BreakerState::kHalfOpen, std::memory_order_relaxed);
  run_ = 0;
  return 0;
}

void CircuitBreaker::RecordSuccess() {
  if (state() == BreakerState::kHalfOpen && ++run_ < options_.successes_to_close) return;
  state_.store(BreakerState::kClosed, std::memory_order_relaxed);
  run_ = 0;
}

void CircuitBreaker::RecordFailure(std::int64_t now_micros) {
  if (state() == BreakerState::kHalfOpen || ++run_ >= options_.failures_to_open) Open(now_micros);
}

void CircuitBreaker::Open(std::int64_t now_micros) {
  state_.store(BreakerState::kOpen, std::memory_order_relaxed);
  run_ = 0;
  reopen_at_micros_ = now_micros + std::int64_t{options_.open_ms} * 1000;
}

}  // namespace lake
