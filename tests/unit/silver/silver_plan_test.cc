#include "silver/silver_plan.h"

#include <gtest/gtest.h>

namespace lake {
namespace {

TEST(SilverPlan, TakesTheLowestLedgersThatAreOpen) {
  const LedgerSet bronze{{2, 2'500}, {5'000, 25'000}};
  const SilverLimits limits{.ledgers_max = 1000};
  EXPECT_EQ(NextSilverSpan(bronze, {}, limits), (LedgerSpan{2, 1'001}));
  EXPECT_EQ(NextSilverSpan(bronze, {{2, 2'001}}, limits), (LedgerSpan{2'002, 2'500}));
  EXPECT_EQ(NextSilverSpan(bronze, {{2, 2'500}}, limits), (LedgerSpan{5'000, 5'999}));
  EXPECT_EQ(NextSilverSpan(bronze, bronze, limits), std::nullopt);
}

TEST(SilverPlan, StaysInOneRangeOfLedgersAndInsideTheWish) {
  const LedgerSet bronze{{9'500, 25'000}};
  EXPECT_EQ(NextSilverSpan(bronze, {}, {.ledgers_max = 1000}), (LedgerSpan{9'500, 9'999}));
  EXPECT_EQ(NextSilverSpan(bronze, {}, {.ledgers_max = 1000, .wish = {12'000, 12'300}}),
            (LedgerSpan{12'000, 12'300}));
}

TEST(SilverPlan, NeverLeavesTheNumbersThereAre) {
  const LedgerSet bronze{{4'294'967'290, 4'294'967'295}};
  EXPECT_EQ(NextSilverSpan(bronze, {}, {}), (LedgerSpan{4'294'967'290, 4'294'967'295}));
}

TEST(SilverPlan, FindsRootsThatTouch) {
  const std::vector<SilverSegment> apart{{1, {2, 9}, 1}, {2, {11, 20}, 2}};
  EXPECT_FALSE(NextMerge(apart));
  const std::vector<SilverSegment> touching{{1, {2, 9}, 1}, {2, {10, 20}, 2}, {3, {21, 30}, 2}};
  const auto pair = NextMerge(touching);
  ASSERT_TRUE(pair);
  EXPECT_EQ(pair->left, 1);
  EXPECT_EQ(pair->right, 2);
  EXPECT_EQ(SegmentBefore(touching, 10)->id, 1);
  EXPECT_EQ(SegmentBefore(touching, 12), nullptr);
}

}  // namespace
}  // namespace lake
