// What a reindex fills and what it leaves, table by table.
#include "reindex/reindex_plan.h"

#include <gmock/gmock.h>

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string> kWanted{"effects_row_v1", "transaction_index_v1", "participants_v1",
                                       "entries_extra_snapshot_v1", "ledger_entries_snapshot_v1"};

CoveredRange Ledgers(std::uint32_t first, std::uint32_t last) {
  return {.first = first, .last = last, .first_previous_hash = {}, .last_hash = {}};
}

// Ledgers 100 to 199, and the wanted tables as far as somebody filled them.
Coverage Held() {
  Coverage coverage;
  const std::vector<std::string> base{"ledgers_row_v2", "transactions_row_v2"};
  coverage.Add(Ledgers(100, 149), base);
  coverage.Add(Ledgers(150, 199), base);
  const std::vector<std::string> some{"participants_v1"};
  coverage.Add(Ledgers(120, 149), some);
  return coverage;
}

class Plan : public ::testing::Test {
 protected:
  const LedgerSet* Of(std::string_view table) const {
    for (const ReindexPart& part : plan_.parts) {
      if (part.table == table) return &part.ledgers;
    }
    return nullptr;
  }
  ReindexPlan plan_ = PlanReindex(Held(), kWanted, {1, std::nullopt});
  const LedgerSet all_{{100, 199}};
};

TEST_F(Plan, IsForWhatEachTableLacksOfTheLake) {
  EXPECT_EQ(plan_.tables(), kWanted);
  EXPECT_EQ(plan_.ledgers(), all_);
  EXPECT_EQ(*Of("participants_v1"), (LedgerSet{{100, 119}, {150, 199}}));
  const ReindexPlan part = PlanReindex(Held(), kWanted, {130, 140});
  EXPECT_EQ(part.ledgers(), LedgerSet({{130, 140}}));
  EXPECT_EQ(part.parts.size(), 4u);
  EXPECT_TRUE(PlanReindex(Held(), kWanted, {200, 300}).empty());
}

TEST_F(Plan, LeavesWhatTheLakeDoesNotKeep) {
  KeepMadeFromLake(plan_, {{100, 180}}, true);
  EXPECT_EQ(Of("effects_row_v1"), nullptr);
  EXPECT_EQ(*Of("participants_v1"), (LedgerSet{{100, 119}, {150, 180}}));
  ASSERT_EQ(plan_.left.size(), 2u);
  EXPECT_THAT(plan_.left[0].tables, ElementsAre("effects_row_v1"));
  EXPECT_EQ(plan_.left[0].ledgers, all_);
  EXPECT_EQ(plan_.left[1].tables.size(), 4u);
  EXPECT_EQ(plan_.left[1].ledgers, LedgerSet({{181, 199}}));
}

TEST_F(Plan, HasOnlyHashesWhereTheLakeHasNoMetas) {
  KeepMadeFromLake(plan_, all_, false);
  EXPECT_THAT(plan_.tables(), ElementsAre("transaction_index_v1"));
}

TEST_F(Plan, LeavesLedgersThatAreNotProved) {
  KeepMadeFromLake(plan_, all_, true);
  plan_.left.clear();
  StoredFacts facts;
  KeepProved(plan_, facts, "");
  EXPECT_THAT(plan_.left, IsEmpty());
  facts.out_of_order = {{110, 115}};
  facts.first_fault = "ledger 110: no";
  facts.upgraded[UpgradeReach::kHeader] = {{128, 128}};
  facts.upgraded[UpgradeReach::kSettings] = {{129, 129}};
  facts.upgraded[UpgradeReach::kAnything] = {{130, 130}};
  facts.with_refunds = {{190, 199}};
  KeepProved(plan_, facts, "a.parquet");
  EXPECT_EQ(*Of("transaction_index_v1"), (LedgerSet{{100, 109}, {116, 199}}));
  EXPECT_EQ(*Of("entries_extra_snapshot_v1"), (LedgerSet{{100, 109}, {116, 129}, {131, 199}}));
  EXPECT_EQ(*Of("ledger_entries_snapshot_v1"), (LedgerSet{{100, 109}, {116, 128}, {131, 189}}));
  ASSERT_EQ(plan_.left.size(), 4u);
  EXPECT_EQ(plan_.left[0].tables.size(), 4u);
  EXPECT_THAT(plan_.left[0].why, HasSubstr("ledger 110: no (in a.parquet)"));
  for (const std::size_t of_entries : {1u, 3u}) {
    EXPECT_THAT(plan_.left[of_entries].tables, ElementsAre("ledger_entries_snapshot_v1"));
  }
}

TEST_F(Plan, DropsTablesThatGetNothing) {
  LeaveOut(plan_, all_, "no");
  EXPECT_TRUE(plan_.empty());
  ASSERT_EQ(plan_.left.size(), 2u);  // four tables lose the same, one less
  EXPECT_EQ(plan_.left[0].tables.size(), 4u);
}

}  // namespace
}  // namespace lake
