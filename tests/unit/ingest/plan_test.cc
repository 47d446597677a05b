#include "ingest/plan.h"

#include <gtest/gtest.h>

namespace lake {
namespace {

CoveredRange Covered(std::uint32_t first, std::uint32_t last) { return {first, last, {}, {}}; }

std::vector<std::pair<std::uint32_t, std::uint32_t>> Missing(LedgerRange wanted,
                                                             std::vector<CoveredRange> covered) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  for (const LedgerRange& range : MissingRanges(wanted, covered)) {
    out.emplace_back(range.first, range.last.value_or(0));
  }
  return out;
}

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

TEST(Plan, EverythingIsMissingFromAnEmptyLake) {
  EXPECT_EQ(Missing({10, 20}, {}), (Pairs{{10, 20}}));
}

TEST(Plan, OnlyHolesAreFetched) {
  EXPECT_EQ(Missing({10, 30}, {Covered(5, 12), Covered(15, 20), Covered(25, 40)}),
            (Pairs{{13, 14}, {21, 24}}));
}

TEST(Plan, NothingIsMissingFromACoveredRange) {
  EXPECT_EQ(Missing({10, 20}, {Covered(1, 100)}), (Pairs{}));
}

TEST(Plan, AnOpenEndFollowsBehindTheLastLedger) {
  EXPECT_EQ(Missing({10, std::nullopt}, {Covered(10, 19)}), (Pairs{{20, 0}}));
  EXPECT_EQ(Missing({10, std::nullopt}, {Covered(12, 19)}), (Pairs{{10, 11}, {20, 0}}));
}

TEST(Plan, RangesOutsideDoNotMatter) {
  EXPECT_EQ(Missing({10, 20}, {Covered(1, 5), Covered(50, 60)}), (Pairs{{10, 20}}));
}

TEST(Plan, TheHighestSequenceDoesNotOverflow) {
  EXPECT_EQ(Missing({10, 0xFFFFFFFFu}, {Covered(10, 0xFFFFFFFFu)}), (Pairs{}));
}

TEST(Plan, TouchingRangesAreJoined) {
  const auto joined = JoinTouching({Covered(5, 9), Covered(1, 4), Covered(11, 12)});
  ASSERT_EQ(joined.size(), 2u);
  EXPECT_EQ(joined[0].first, 1u);
  EXPECT_EQ(joined[0].last, 9u);
}

}  // namespace
}  // namespace lake
