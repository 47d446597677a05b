#include "base/clock.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
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

TEST(SystemClock, AWaitEndsWithItsTimeWhatIsWaitedForOrAStop) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  const std::int64_t before = SystemClock().MonotonicMicros();
  EXPECT_FALSE(SystemClock().WaitFor(changed, lock, 2'000, {}, [] { return false; }));
  EXPECT_GE(SystemClock().MonotonicMicros() - before, 2'000);
  EXPECT_FALSE(SystemClock().WaitFor(changed, lock, -1, {}, [] { return false; }));
  EXPECT_TRUE(SystemClock().WaitFor(changed, lock, INT64_MAX, {}, [] { return true; }));

  bool arrived = false;
  std::thread other([&] {
    const std::lock_guard guard(mutex);
    arrived = true;
    changed.notify_all();
  });
  EXPECT_TRUE(SystemClock().WaitFor(changed, lock, INT64_MAX, {}, [&] { return arrived; }));
  lock.unlock();
  other.join();
  lock.lock();

  std::stop_source source;
  std::thread stopper([&] { source.request_stop(); });
  const auto token = source.get_token();
  EXPECT_FALSE(SystemClock().WaitFor(changed, lock, INT64_MAX, token, [] { return false; }));
  stopper.join();
}

}  // namespace
}  // namespace lake
