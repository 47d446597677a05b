#include "base/crash_point.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

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

}  // namespace
}  // namespace lake
