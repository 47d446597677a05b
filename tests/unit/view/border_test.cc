#include "view/border.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "tables/all.h"

namespace lake {
namespace {

const std::string kT = "ledgers_row_v2";

Hash256 HashOf(std::uint32_t sequence) {
  Hash256 hash{};
  for (int i = 0; i < 4; ++i) hash[static_cast<std::size_t>(i)] = (sequence >> (8 * i)) & 0xff;
  return hash;
}

BatchRecord Of(std::uint32_t first, std::uint32_t last, std::vector<std::string> tables = {kT}) {
  BatchRecord batch;
  batch.range = {first, last, HashOf(first - 1), HashOf(last)};
  batch.tables = std::move(tables);
  return batch;
}

HotState State(std::optional<std::uint32_t> flushed_through = {}) {
  HotState state;
  state.epoch = 1;
  state.rows_epoch = 1;
  state.flushed_through = flushed_through;
  if (flushed_through) state.flushed_hash = HashOf(*flushed_through);
  return state;
}

struct Case {
  std::string name;
  HotState state;
  std::vector<BatchRecord> hot;
  std::vector<BatchRecord> cold;
  std::string hot_condition;
  std::string cold_condition;
  LedgerSet missing;
};

class BorderCases : public ::testing::TestWithParam<Case> {};

TEST_P(BorderCases, EveryLedgerComesFromOneSide) {
  const Case& c = GetParam();
  const Coverage hot = HotCoverage(c.state, c.hot);
  const Coverage cold = Coverage::Of(c.cold);
  const Border border = BorderOf(kT, hot, cold);
  const TableSpec& spec = *kLedgers.spec;
  EXPECT_EQ(HotCondition(spec, border), c.hot_condition);
  EXPECT_EQ(ColdCondition(spec, border), c.cold_condition);
  EXPECT_EQ(border.missing, c.missing);
  EXPECT_TRUE(Chains(hot, cold));
}

INSTANTIATE_TEST_SUITE_P(
    All, BorderCases,
    ::testing::Values(
        Case{"BothTile",
             State(99),
             {Of(100, 149)},
             {Of(1, 99)},
             R"("sequence" BETWEEN 100 AND 149)",
             R"("sequence" < 100)",
             {}},
        Case{"TheLakeHasItAndTheMarkIsNotMoved",
             State(99),
             {Of(100, 120), Of(121, 149)},
             {Of(1, 99), Of(100, 120)},
             R"("sequence" BETWEEN 100 AND 149)",
             R"("sequence" < 100)",
             {}},
        Case{"TheMarkIsMovedAndNothingDeleted",
             State(120),
             {Of(100, 120), Of(121, 149)},
             {Of(1, 120)},
             R"("sequence" BETWEEN 121 AND 149)",
             R"("sequence" < 121)",
             {}},
        Case{"TheMarkIsInsideABatch",
             State(110),
             {Of(100, 149)},
             {Of(1, 110)},
             R"("sequence" BETWEEN 111 AND 149)",
             R"("sequence" < 111)",
             {}},
        Case{"AllIsFlushed", State(149), {Of(100, 149)}, {Of(1, 149)}, "false", "", {}},
        Case{"NothingWasFlushedYet",
             State(),
             {Of(100, 149)},
             {},
             R"("sequence" BETWEEN 100 AND 149)",
             R"("sequence" < 100)",
             {}},
        Case{"AHoleAtTheBorder",
             State(99),
             {Of(110, 149)},
             {Of(1, 99)},
             R"("sequence" BETWEEN 110 AND 149)",
             R"("sequence" < 110)",
             {{100, 109}}},
        Case{"AHoleInsideTheHotBuffer",
             State(99),
             {Of(100, 119), Of(130, 149)},
             {Of(1, 99)},
             R"("sequence" BETWEEN 100 AND 119 OR "sequence" BETWEEN 130 AND 149)",
             R"(NOT ("sequence" BETWEEN 100 AND 119 OR "sequence" BETWEEN 130 AND 149))",
             {{120, 129}}},
        Case{"TheLakeFillsAHoleOfTheHotBuffer",
             State(99),
             {Of(100, 119), Of(130, 149)},
             {Of(1, 99), Of(115, 135)},
             R"("sequence" BETWEEN 100 AND 119 OR "sequence" BETWEEN 130 AND 149)",
             R"(NOT ("sequence" BETWEEN 100 AND 119 OR "sequence" BETWEEN 130 AND 149))",
             {}},
        Case{"HolesDeepInTheLakeAreItsOwn",
             State(99),
             {Of(100, 149)},
             {Of(1, 9), Of(50, 99)},
             R"("sequence" BETWEEN 100 AND 149)",
             R"("sequence" < 100)",
             {}},
        Case{"TheLakeHasLaterOnes",
             State(99),
             {Of(100, 149)},
             {Of(1, 99), Of(140, 300)},
             R"("sequence" BETWEEN 100 AND 149)",
             R"("sequence" < 100 OR "sequence" > 149)",
             {}},
        Case{"OfAnotherTable",
             State(99),
             {Of(100, 149, {"trades_row_v1"})},
             {Of(1, 99)},
             "false",
             "",
             {}}),
    [](const auto& one) { return one.param.name; });

TEST(Parts, TileTheLedgersAndAreNotMoreThanWanted) {
  EXPECT_EQ(PartsOf({}, 4), std::vector<LedgerSpan>{});
  EXPECT_EQ(PartsOf({{7, 7}}, 4), (std::vector<LedgerSpan>{{7, 7}}));
  EXPECT_EQ(PartsOf({{1, 10}}, 4), (std::vector<LedgerSpan>{{1, 3}, {4, 6}, {7, 9}, {10, 10}}));
  EXPECT_EQ(PartsOf({{1, 2}, {5, 5}, {9, 12}}, 2), (std::vector<LedgerSpan>{{1, 9}, {10, 12}}));
  constexpr std::uint32_t kLast = std::numeric_limits<std::uint32_t>::max();
  EXPECT_EQ(PartsOf({{0, kLast}}, 2),
            (std::vector<LedgerSpan>{{0, kLast / 2}, {kLast / 2 + 1, kLast}}));
}

TEST(Chain, OfAnotherNetworkOrTimeIsNotContinued) {
  BatchRecord foreign = Of(1, 99);
  foreign.range.last_hash = HashOf(7);
  const std::vector<BatchRecord> hot = {Of(100, 149)};
  EXPECT_FALSE(Chains(HotCoverage(State(), hot), Coverage::Of(std::vector{foreign})));
  EXPECT_TRUE(Chains(HotCoverage(State(), {}), Coverage::Of(std::vector{foreign})));
}

}  // namespace
}  // namespace lake
