// What tests/support/test_main.cc makes of a test that skips itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/child.h"

namespace lake {
namespace {

TEST(SkippingTest, DISABLED_SkipsItself) { GTEST_SKIP() << "a server is not installed"; }

ChildResult RunSkippingTest(const std::string& require_all) {
  return RunChild(
      {"/proc/self/exe", "--gtest_also_run_disabled_tests", "--gtest_filter=SkippingTest.*"},
      {.variables = {{"STELLARLAKE_REQUIRE_ALL", require_all}}});
}

TEST(RequiredTests, SkipWhereNobodyRequiresThem) {
  const ChildResult run = RunSkippingTest("0");
  EXPECT_EQ(run.exit_status, 0) << run.out;
  EXPECT_THAT(run.out, ::testing::HasSubstr("[  SKIPPED ] SkippingTest"));
}

TEST(RequiredTests, FailInsteadOfSkippingInCi) {
  const ChildResult run = RunSkippingTest("1");
  EXPECT_EQ(run.exit_status, 1) << run.out;
  EXPECT_THAT(run.out, ::testing::HasSubstr("a server is not installed"));
  EXPECT_THAT(run.out, ::testing::HasSubstr("[  FAILED  ] SkippingTest"));
  EXPECT_THAT(run.out, ::testing::Not(::testing::HasSubstr("[  SKIPPED ]")));
}

}  // namespace
}  // namespace lake
