#include "net/attempt_gate.h"

#include <gtest/gtest.h>

#include <vector>

#include "support/fake_clock.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::FakeClock;
using testing::IsError;
using testing::IsOk;

const Error kAway{Code::kUnavailable, "no answer"};
const Error kTorn{Code::kDataLoss, "ledger 5 is torn"};

class AttemptGateTest : public ::testing::Test {
 protected:
  AttemptGateTest() {
    options_.backoff = {.initial_ms = 10, .max_ms = 1'000, .multiplier = 2, .jitter = 0};
    options_.first_attempts_max = 3;
    options_.attempts_max = 5;
    options_.data_attempts_max = 2;
    options_.breaker = {.failures_to_open = 4, .successes_to_close = 1, .open_ms = 500};
  }
  AttemptGate Gate() {
    return AttemptGate("peer", options_, clock_,
                       [this](Health health, std::string_view) { healths_.push_back(health); });
  }
  // Fails with `error` and waits, until an error to end with.
  Status FailUntilTheEnd(AttemptGate& gate, const Error& error) {
    for (;;) {
      TRY(gate.Failed(error));
      TRY(gate.BeforeAttempt({}));
    }
  }

  NetworkOptions options_;
  FakeClock clock_;
  std::vector<Health> healths_;
};

TEST_F(AttemptGateTest, GivesUpEarlierBeforeTheFirstSuccess) {
  AttemptGate gate = Gate();
  EXPECT_THAT(FailUntilTheEnd(gate, kAway),
              IsError(Code::kUnavailable, "peer: after 3 attempts: no answer"));
  gate.Succeeded();
  EXPECT_THAT(FailUntilTheEnd(gate, kAway),
              IsError(Code::kUnavailable, "peer: after 5 attempts: no answer"));
}

TEST_F(AttemptGateTest, WrongContentHasAttemptsOfItsOwnAndIsLoss) {
  AttemptGate gate = Gate();
  ASSERT_THAT(gate.Failed(kAway), IsOk());
  EXPECT_THAT(FailUntilTheEnd(gate, kTorn),
              IsError(Code::kDataLoss, "peer: after 2 attempts: ledger 5 is torn"));
}

TEST_F(AttemptGateTest, WhatDoesNotPassIsGivenBackAsItIs) {
  AttemptGate gate = Gate();
  EXPECT_THAT(gate.Failed({Code::kInvalidArgument, "wrong token"}),
              IsError(Code::kInvalidArgument, "wrong token"));
}

TEST_F(AttemptGateTest, WaitsForTheBreakerToo) {
  options_.attempts_max = 0;
  AttemptGate gate = Gate();
  gate.Succeeded();
  for (int i = 0; i < 4; ++i) {
    ASSERT_THAT(gate.Failed(kAway), IsOk());
    ASSERT_THAT(gate.BeforeAttempt({}), IsOk());
  }
  // Of the 500 ms that the breaker is open 80 are waited for already.
  EXPECT_EQ(clock_.sleeps(), (std::vector<std::int64_t>{10'000, 20'000, 40'000, 80'000, 420'000}));
  EXPECT_EQ(healths_.back(), Health::kUnhealthy);
  gate.Succeeded();
  EXPECT_EQ(healths_.back(), Health::kHealthy);
}

TEST_F(AttemptGateTest, AStopEndsTheWait) {
  AttemptGate gate = Gate();
  ASSERT_THAT(gate.Failed(kAway), IsOk());
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(gate.BeforeAttempt(stop.get_token()), IsError(Code::kCancelled));
}

}  // namespace
}  // namespace lake
