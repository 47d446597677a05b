#include "base/clock.h"

#include <gtest/gtest.h>

#include <thread>

namespace lake {
namespace {

constexpr std::int64_t kHourMicros = 3'600'000'000;

TEST(SystemClock, CountsMicrosecondsSince1970) {
  const std::int64_t in_2024 = 1'704'067'200'000'000;
  EXPECT_GT(SystemClock().Now(), in_2024);
  EXPECT_LT(SystemClock().Now(), in_2024 + 100LL * 366 * 24 * kHourMicros);
}

TEST(SystemClock, SleepsAtLeastAsLongAsAsked) {
  const std::int64_t before = SystemClock().MonotonicMicros();
  EXPECT_TRUE(SystemClock().SleepFor(2'000, {}));
  EXPECT_GE(SystemClock().MonotonicMicros() - before, 2'000);
  EXPECT_TRUE(SystemClock().SleepFor(-5, {}));
}

TEST(SystemClock, AStopEndsASleepThatHasBegun) {
  std::stop_source source;
  bool slept = true;
  std::thread sleeper([&] { slept = SystemClock().SleepFor(kHourMicros, source.get_token()); });
  source.request_stop();
  sleeper.join();
  EXPECT_FALSE(slept);
}

TEST(SystemClock, DoesNotSleepWhenAlreadyStopped) {
  std::stop_source source;
  source.request_stop();
  EXPECT_FALSE(SystemClock().SleepFor(kHourMicros, source.get_token()));
}

}  // namespace
}  // namespace lake
