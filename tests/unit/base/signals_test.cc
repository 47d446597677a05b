#include "base/signals.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "base/clock.h"

namespace lake {
namespace {

// Each body runs in a process of its own: signals belong to the process.
[[noreturn]] void StopsOnce(int number) {
  PrepareSignals();
  StopSignal stop;
  if (!stop.Watch().ok()) std::_Exit(2);
  ::kill(::getpid(), number);
  while (SystemClock().SleepFor(1'000'000, stop.token())) {
  }
  std::_Exit(stop.signal() == number ? 0 : 1);
}

[[noreturn]] void IgnoresClosedPipes() {
  PrepareSignals();
  ::raise(SIGPIPE);
  ::raise(SIGXFSZ);
  std::_Exit(0);
}

[[noreturn]] void IsStoppedTwice() {
  PrepareSignals();
  StopSignal stop(0);
  if (!stop.Watch().ok()) std::_Exit(2);
  ::kill(::getpid(), SIGTERM);
  while (SystemClock().SleepFor(1'000'000, stop.token())) {
  }
  ::kill(::getpid(), SIGTERM);
  while (true) ::pause();
}

// As `timeout` does: the process, then its group.
[[noreturn]] void IsStoppedTwiceTogether() {
  constexpr std::int64_t kHour = 3'600'000'000;
  PrepareSignals();
  {
    StopSignal stop(kHour);
    if (!stop.Watch().ok()) std::_Exit(2);
    ::kill(::getpid(), SIGTERM);
    while (SystemClock().SleepFor(1'000'000, stop.token())) {
    }
    ::kill(::getpid(), SIGINT);
    sigset_t pending;
    do {
      ::sigpending(&pending);
    } while (sigismember(&pending, SIGINT) == 1);  // until the watcher has read it
  }
  std::_Exit(0);
}

[[noreturn]] void EndsWithoutASignal() {
  PrepareSignals();
  {
    StopSignal stop;
    if (!stop.Watch().ok()) std::_Exit(2);
    stop.Request();
    if (!stop.token().stop_requested() || stop.signal() != 0) std::_Exit(1);
  }
  StopSignal again;
  if (!again.Watch().ok()) std::_Exit(2);
  std::_Exit(again.token().stop_requested() ? 1 : 0);
}

class StopSignalDeathTest : public ::testing::Test {
 protected:
  StopSignalDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(StopSignalDeathTest, InterruptAndTerminateRequestAStop) {
  EXPECT_EXIT(StopsOnce(SIGTERM), ::testing::ExitedWithCode(0), "stopping after SIGTERM");
  EXPECT_EXIT(StopsOnce(SIGINT), ::testing::ExitedWithCode(0), "stopping after SIGINT");
}

TEST_F(StopSignalDeathTest, TheSecondSignalEndsTheProcess) {
  EXPECT_EXIT(IsStoppedTwice(), ::testing::ExitedWithCode(128 + SIGTERM), "ended at once");
}

TEST_F(StopSignalDeathTest, SignalsThatComeTogetherAreOneWish) {
  EXPECT_EXIT(IsStoppedTwiceTogether(), ::testing::ExitedWithCode(0), "stopping after SIGTERM");
}

TEST_F(StopSignalDeathTest, ClosedPipesAndFileLimitsAreNoDeath) {
  EXPECT_EXIT(IgnoresClosedPipes(), ::testing::ExitedWithCode(0), "");
}

TEST_F(StopSignalDeathTest, TheWatcherEndsWithItsOwner) {
  EXPECT_EXIT(EndsWithoutASignal(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace lake
