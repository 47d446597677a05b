// The 19 checks of spec 000: which they are, when they run and that good ledgers pass them.
#include <gmock/gmock.h>

#include <map>

#include "quality_fixture.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Name = std::pair<std::string_view, std::string_view>;

// Name and category, as the data contract lists them.
const std::vector<Name> kContract{
    {"ledger_hash_format", "validity"},
    {"required_fields", "completeness"},
    {"sequence_monotonicity", "consistency"},
    {"transaction_count_consistency", "consistency"},
    {"timestamp_ordering", "consistency"},
    {"transaction_hash_format", "validity"},
    {"source_account_format", "validity"},
    {"transaction_fee_range", "validity"},
    {"transaction_ledger_consistency", "consistency"},
    {"operation_index_ordering", "consistency"},
    {"operation_transaction_hash", "validity"},
    {"operation_ledger_consistency", "consistency"},
    {"operation_required_fields", "completeness"},
    {"balance_account_id_format", "validity"},
    {"balance_range", "validity"},
    {"liabilities_validation", "consistency"},
    {"balance_ledger_consistency", "consistency"},
    {"balance_required_fields", "completeness"},
    {"sequence_number_validity", "validity"},
};

class SpecCheckList : public QualityTest {};

TEST_F(SpecCheckList, IsTheContracts) {
  std::vector<Name> declared;
  std::vector<std::string_view> warnings;
  for (const CheckInfo& check : SpecChecks()) {
    declared.emplace_back(check.name, check.type);
    if (check.warn_only) warnings.push_back(check.name);
    EXPECT_FALSE(check.doc.empty()) << check.name;
  }
  EXPECT_EQ(declared, kContract);
  EXPECT_THAT(warnings, ElementsAre("transaction_fee_range", "liabilities_validation"));
  std::map<std::string_view, int> categories;
  for (const Name& name : declared) ++categories[name.second];
  EXPECT_EQ(categories["validity"], 8);
  EXPECT_EQ(categories["consistency"], 8);
  EXPECT_EQ(categories["completeness"], 3);
}

TEST_F(SpecCheckList, RunsInItsOrderAndPassesOnGoodLedgers) {
  MakeGoodBatch();
  const std::vector<QualityResult> results = Run();
  ASSERT_EQ(results.size(), kContract.size() + 3 * tables_.size());
  const std::map<std::string_view, std::int64_t> rows{{"core.ledgers_row_v2", 3},
                                                      {"core.transactions_row_v2", 6},
                                                      {"core.operations_row_v2", 9},
                                                      {"core.native_balances_snapshot_v1", 3}};
  for (std::size_t i = 0; i < results.size(); ++i) {
    const QualityResult& result = results[i];
    EXPECT_TRUE(result.passed) << result.check_name << ": " << result.details;
    EXPECT_EQ(result.row_count, rows.at(result.dataset)) << result.check_name;
    EXPECT_EQ(result.details, std::to_string(result.row_count) + " rows checked");
    EXPECT_EQ(result.null_anomalies, 0);
    if (i >= kContract.size()) continue;
    EXPECT_EQ(Name(result.check_name, result.check_type), kContract[i]);
  }
}

TEST_F(SpecCheckList, RunsOnLedgersAloneWhenTheOtherTablesHaveNoRows) {
  ledgers_.push_back(chain_.Add());
  Extract();
  std::vector<std::string_view> names;
  for (const QualityResult& result : Run()) names.push_back(result.check_name);
  EXPECT_THAT(names, ElementsAre("ledger_hash_format", "required_fields", "sequence_monotonicity",
                                 "transaction_count_consistency", "timestamp_ordering",
                                 "column_rules", "key_present", "ledger_consistency"));
  EXPECT_THAT(Failed(), IsEmpty());
}

class NarrowRun : public QualityTest {
 protected:
  NarrowRun() : QualityTest({"ledgers_row_v2"}) {}
};

TEST_F(NarrowRun, DoesNotCountTransactionsItDoesNotHave) {
  MakeGoodBatch();
  EXPECT_EQ(Run().size(), 4u + 3u);
  EXPECT_THAT(Failed(), IsEmpty());
}

class CoreTables : public QualityTest {
 protected:
  CoreTables() : QualityTest({"core"}) {}
};

TEST_F(CoreTables, OfSpec000AreCheckedUnderTheirOwnNames) {
  MakeGoodBatch();
  EXPECT_THAT(Failed(), IsEmpty());
  EXPECT_EQ(Run("transaction_hash_format").dataset, "core.transactions_row_v1");
  EXPECT_EQ(Run("operation_index_ordering").dataset, "core.operations_row_v1");
  EXPECT_EQ(Run("transaction_count_consistency").row_count, 3);
}

}  // namespace
}  // namespace lake::testing
