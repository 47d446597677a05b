#include "base/crash_point.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <new>

namespace lake {
namespace {

[[noreturn]] void PassPoints(const char* plan, int times) {
  ::setenv("STELLARLAKE_CRASH_AT", plan, 1);
  for (int i = 0; i < times; ++i) {
    CRASH_POINT("before_commit");
    CRASH_POINT("after_commit");
  }
  std::_Exit(0);
}

// Exits with how often it threw.
[[noreturn]] void PassThrowPoints(const char* plan) {
  ::setenv("STELLARLAKE_THROW_AT", plan, 1);
  int thrown = 0;
  for (int i = 0; i < 5; ++i) {
    try {
      THROW_POINT("other");
      THROW_POINT("lake-read");
    } catch (const std::bad_alloc&) {
      thrown += i + 1;
    }
  }
  std::_Exit(thrown);
}

class CrashPointDeathTest : public ::testing::Test {
 protected:
  CrashPointDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(CrashPointDeathTest, KillsAtTheNamedPointAndOnlyThere) {
#ifdef STELLARLAKE_CRASH_POINTS
  EXPECT_EXIT(PassPoints("after_commit", 1), ::testing::KilledBySignal(SIGKILL), "");
#endif
  EXPECT_EXIT(PassPoints("commit", 1), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(PassPoints("", 1), ::testing::ExitedWithCode(0), "");
}

TEST_F(CrashPointDeathTest, CountsHits) {
#ifdef STELLARLAKE_CRASH_POINTS
  EXPECT_EXIT(PassPoints("before_commit:3", 3), ::testing::KilledBySignal(SIGKILL), "");
#endif
  EXPECT_EXIT(PassPoints("before_commit:3", 2), ::testing::ExitedWithCode(0), "");
}

TEST_F(CrashPointDeathTest, ThrowsOnceAtTheNamedPoint) {
#ifdef STELLARLAKE_CRASH_POINTS
  EXPECT_EXIT(PassThrowPoints("lake-read"), ::testing::ExitedWithCode(1), "");
  EXPECT_EXIT(PassThrowPoints("lake-read:4"), ::testing::ExitedWithCode(4), "");
#endif
  EXPECT_EXIT(PassThrowPoints("lake-write"), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace lake
