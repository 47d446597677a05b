#include "net/circuit_breaker.h"

#include <gtest/gtest.h>

namespace lake {
namespace {

constexpr CircuitBreakerOptions kOptions{
    .failures_to_open = 3, .successes_to_close = 2, .open_ms = 10};

TEST(CircuitBreaker, OpensAfterFailuresInARow) {
  CircuitBreaker breaker(kOptions);
  breaker.RecordFailure(0);
  breaker.RecordFailure(0);
  EXPECT_EQ(breaker.WaitMicros(0), 0);
  breaker.RecordFailure(0);
  EXPECT_EQ(breaker.state(), BreakerState::kOpen);
  EXPECT_EQ(breaker.WaitMicros(4'000), 6'000);
}

TEST(CircuitBreaker, SuccessForgetsEarlierFailures) {
  CircuitBreaker breaker(kOptions);
  for (int i = 0; i < 10; ++i) {
    breaker.RecordFailure(0);
    breaker.RecordFailure(0);
    breaker.RecordSuccess();
  }
  EXPECT_EQ(breaker.state(), BreakerState::kClosed);
}

TEST(CircuitBreaker, LetsATrialThroughWhenItsTimeIsOver) {
  CircuitBreaker breaker(kOptions);
  for (int i = 0; i < 3; ++i) breaker.RecordFailure(0);
  EXPECT_EQ(breaker.WaitMicros(10'000), 0);
  EXPECT_EQ(breaker.state(), BreakerState::kHalfOpen);
  breaker.RecordSuccess();
  EXPECT_EQ(breaker.state(), BreakerState::kHalfOpen);
  breaker.RecordSuccess();
  EXPECT_EQ(breaker.state(), BreakerState::kClosed);
}

TEST(CircuitBreaker, FailedTrialOpensItForTheFullTimeAgain) {
  CircuitBreaker breaker(kOptions);
  for (int i = 0; i < 3; ++i) breaker.RecordFailure(0);
  ASSERT_EQ(breaker.WaitMicros(10'000), 0);
  breaker.RecordFailure(12'000);
  EXPECT_EQ(breaker.state(), BreakerState::kOpen);
  EXPECT_EQ(breaker.WaitMicros(12'000), 10'000);
}

}  // namespace
}  // namespace lake
