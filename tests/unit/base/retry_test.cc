#include "base/retry.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::FakeClock;
using testing::IsError;
using testing::IsOk;

TEST(Backoff, GrowsToItsBoundAndStartsOverOnReset) {
  Backoff backoff({100, 1'000, 3.0, 0.0});
  EXPECT_EQ(backoff.NextDelayMs(), 100);
  EXPECT_EQ(backoff.NextDelayMs(), 300);
  EXPECT_EQ(backoff.NextDelayMs(), 900);
  EXPECT_EQ(backoff.NextDelayMs(), 1'000);
  EXPECT_EQ(backoff.NextDelayMs(), 1'000);
  backoff.Reset();
  EXPECT_EQ(backoff.NextDelayMs(), 100);
}

TEST(Backoff, JitterStaysInItsShareAndFollowsTheSeed) {
  Backoff one({1'000, 1'000, 1.0, 0.5}, 7);
  Backoff same({1'000, 1'000, 1.0, 0.5}, 7);
  Backoff other({1'000, 1'000, 1.0, 0.5}, 8);
  int equal = 0;
  for (int i = 0; i < 100; ++i) {
    const std::int64_t delay_ms = one.NextDelayMs();
    EXPECT_GE(delay_ms, 500);
    EXPECT_LE(delay_ms, 1'000);
    EXPECT_EQ(same.NextDelayMs(), delay_ms);
    equal += other.NextDelayMs() == delay_ms;
  }
  EXPECT_LT(equal, 10);
}

TEST(Backoff, FullJitterNeverBecomesABusyLoop) {
  Backoff backoff({1, 1, 1.0, 1.0});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(backoff.NextDelayMs(), 1);
}

constexpr RetryPolicy kPolicy{{10, 1'000, 2.0, 0.0}, 4};

TEST(Retry, RepeatsUntilSuccess) {
  FakeClock clock;
  int calls = 0;
  const Result<int> result = Retry(kPolicy, clock).Run({}, [&]() -> Result<int> {
    if (++calls < 3) return {Code::kUnavailable, "busy"};
    return calls;
  });
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(*result, 3);
  EXPECT_EQ(clock.sleeps(), (std::vector<std::int64_t>{10'000, 20'000}));
}

TEST(Retry, GivesBackTheLastErrorAndTheNumberOfAttempts) {
  FakeClock clock;
  int calls = 0;
  const Status status = Retry(kPolicy, clock).Run({}, [&] {
    return Status(Code::kUnavailable, "busy " + std::to_string(++calls));
  });
  EXPECT_THAT(status, IsError(Code::kUnavailable, "after 4 attempts: busy 4"));
  EXPECT_EQ(clock.sleeps().size(), 3U);
}

TEST(Retry, DoesNotRepeatOtherErrors) {
  for (Code code : {Code::kInvalidArgument, Code::kNotFound, Code::kConflict, Code::kDataLoss,
                    Code::kResourceExhausted, Code::kCancelled, Code::kInternal}) {
    FakeClock clock;
    int calls = 0;
    const Status status = Retry(kPolicy, clock).Run({}, [&] {
      ++calls;
      return Status(code, "no");
    });
    EXPECT_THAT(status, IsError(code, "no"));
    EXPECT_EQ(calls, 1) << CodeName(code);
  }
}

TEST(Retry, AStopWhileWaitingIsACancellation) {
  FakeClock clock;
  std::stop_source source;
  int calls = 0;
  const Status status = Retry(kPolicy, clock).Run(source.get_token(), [&] {
    if (++calls == 2) source.request_stop();
    return Status(Code::kUnavailable, "busy");
  });
  EXPECT_THAT(status, IsError(Code::kCancelled, "busy"));
  EXPECT_EQ(calls, 2);
}

TEST(Retry, CountsFailuresInARowFromTheLastSuccess) {
  FakeClock clock;
  Retry retry(kPolicy, clock);
  const Error busy{Code::kUnavailable, "busy"};
  for (int i = 0; i < 3; ++i) ASSERT_THAT(retry.Failed(busy), IsOk());
  EXPECT_EQ(retry.failures(), 3);
  EXPECT_EQ(retry.delay_ms(), 40);
  retry.Reset();
  ASSERT_THAT(retry.Failed(busy), IsOk());
  EXPECT_EQ(retry.delay_ms(), 10);
}

TEST(Retry, WithoutANumberOfAttemptsEndsWithItsPatience) {
  FakeClock clock;
  const RetryPolicy policy{
      .backoff = {400, 400, 1.0, 0.0}, .attempts_max = 0, .seed = 0, .patience_ms = 1'000};
  const Status status =
      Retry(policy, clock).Run({}, [] { return Status(Code::kUnavailable, "away"); });
  EXPECT_THAT(status, IsError(Code::kUnavailable, "after 4 attempts: away"));
  // The last wait ends with the patience.
  EXPECT_EQ(clock.sleeps(), (std::vector<std::int64_t>{400'000, 400'000, 200'000}));
}

TEST(Retry, WithoutAnyBoundGoesOn) {
  FakeClock clock;
  Retry retry({.backoff = {1, 1, 1.0, 0.0}, .attempts_max = 0}, clock);
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_THAT(retry.Failed({Code::kUnavailable, "away"}), IsOk());
    ASSERT_TRUE(retry.Wait({}));
  }
  EXPECT_EQ(retry.failures(), 10'000);
}

TEST(Retry, OfOneAttemptGivesTheErrorAsItIs) {
  FakeClock clock;
  Retry retry({.backoff = {}, .attempts_max = 1}, clock);
  EXPECT_THAT(retry.Failed({Code::kUnavailable, "away"}), IsError(Code::kUnavailable, "away"));
  EXPECT_EQ(retry.failures(), 0);
}

TEST(Retry, OutlastsWhatWouldEndIt) {
  FakeClock clock;
  RetryPolicy policy = kPolicy;
  policy.patience_ms = 15;
  Retry retry(policy, clock);
  for (int i = 0; i < 5; ++i) {
    ASSERT_THAT(retry.Failed({Code::kResourceExhausted, "full"}, true), IsOk()) << i;
    ASSERT_TRUE(retry.Wait({}));
  }
  EXPECT_EQ(clock.sleeps(), (std::vector<std::int64_t>{10'000, 20'000, 40'000, 80'000, 160'000}));
  EXPECT_THAT(retry.Failed({Code::kUnavailable, "away"}),
              IsError(Code::kUnavailable, "after 6 attempts: away"));
}

TEST(Retry, WhatMayPassIsThePolicysToSay) {
  FakeClock clock;
  RetryPolicy policy = kPolicy;
  policy.may_pass = [](Code code) { return code == Code::kNotFound; };
  Retry retry(policy, clock);
  EXPECT_THAT(retry.Failed({Code::kNotFound, "not yet"}), IsOk());
  EXPECT_THAT(retry.Failed({Code::kUnavailable, "away"}), IsError(Code::kUnavailable, "away"));
}

}  // namespace
}  // namespace lake
