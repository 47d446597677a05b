// The 19 checks of spec 000: which they are, when they run and that good ledgers pass them.
#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include <array>
#include <deque>
#include <map>

#include "quality_fixture.h"
#include "support/places.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Name = std::pair<std::string_view, std::string_view>;

// Name and category of the checks that contract/quality.yaml lists, with their severity.
struct ContractChecks {
  ContractChecks() {
    for (const YAML::Node& check :
         YAML::LoadFile(testing::SourcePath("contract/quality.yaml"))["checks"]) {
      texts.push_back({check["name"].as<std::string>(), check["category"].as<std::string>()});
      names.emplace_back(texts.back()[0], texts.back()[1]);
      if (check["severity"].as<std::string>() == "warn") warnings.push_back(texts.back()[0]);
    }
  }
  std::deque<std::array<std::string, 2>> texts;
  std::vector<Name> names;
  std::vector<std::string_view> warnings;
};

const ContractChecks& Contract() {
  static const ContractChecks checks;
  return checks;
}

class SpecCheckList : public QualityTest {};

TEST_F(SpecCheckList, IsTheContracts) {
  std::vector<Name> declared;
  std::vector<std::string_view> warnings;
  for (const CheckInfo& check : SpecChecks()) {
    declared.emplace_back(check.name, check.type);
    if (check.warn_only) warnings.push_back(check.name);
    EXPECT_FALSE(check.doc.empty()) << check.name;
  }
  EXPECT_EQ(declared, Contract().names);
  EXPECT_EQ(warnings, Contract().warnings);
  std::map<std::string_view, int> categories;
  for (const Name& name : declared) ++categories[name.second];
  EXPECT_EQ(categories["validity"], 8);
  EXPECT_EQ(categories["consistency"], 8);
  EXPECT_EQ(categories["completeness"], 3);
}

TEST_F(SpecCheckList, RunsInItsOrderAndPassesOnGoodLedgers) {
  MakeGoodBatch();
  const std::vector<QualityResult> results = Run();
  const std::vector<Name>& contract = Contract().names;
  ASSERT_EQ(results.size(), contract.size() + 3 * tables_.size());
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
    if (i >= contract.size()) continue;
    EXPECT_EQ(Name(result.check_name, result.check_type), contract[i]);
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
