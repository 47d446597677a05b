// A lake is filled as it was made, without repeating how; mixed tables, gaps and ends of ranges.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/child.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "support/unknown_ledgers.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ChosenLake : public ::testing::Test {
 protected:
  ChosenLake() {
    WriteLake(folder_.path() / "ledgers",
              testing::LedgerChain(testing::kTestPassphrase, 1000, 23).AddPayments(12),
              {.passphrase = std::string(testing::kTestPassphrase)});
  }
  ChildResult Run(std::vector<std::string> words) {
    words.insert(words.begin(), testing::Program());
    if (words[1] != "extract") words.insert(words.end(), {"--lake", folder_.File("lake")});
    return RunChild(words);
  }
  void Ingest(const std::string& range, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"ingest", folder_.File("ledgers"), "--range", range};
    words.insert(words.end(), more.begin(), more.end());
    const ChildResult result = Run(words);
    ASSERT_EQ(result.exit_status, 0) << result.err;
  }
  std::string Verified() {
    const ChildResult result = Run({"verify", "--source", folder_.File("ledgers")});
    EXPECT_EQ(result.exit_status, 0) << result.out << result.err;
    return result.out;
  }

  testing::TempFolder folder_;
};

TEST_F(ChosenLake, KeepsItsTablesAndColumns) {
  Ingest("1000:1003", {"--tables", "ledgers_row_v2,transactions_row_v2", "--columns",
                       "closed_at,transaction_hash"});
  Ingest("1004:1007");
  Ingest("1008:1009", {"--tables", "ledgers_row_v2,transactions_row_v2"});
  EXPECT_THAT(Verified(), HasSubstr("verified   10 ledgers in 3 batches, 2 tables"));
  // Another table may be added, with all of its columns.
  Ingest("1010:1011", {"--tables", "ledgers_row_v2,transactions_row_v2,effects_row_v1"});
  EXPECT_THAT(Verified(), HasSubstr("verified   12 ledgers in 4 batches, 3 tables"));
}

TEST_F(ChosenLake, CannotLeaveOutAKey) {
  const ChildResult result = Run({"ingest", folder_.File("ledgers"), "--exclude",
                                  "ledgers_row_v2.sequence", "--range", "1000:1003"});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_THAT(result.err, HasSubstr("'ledgers_row_v2.sequence' is part of a key"));
}

TEST_F(ChosenLake, OfMixedTablesIsFilledTableByTable) {
  Ingest("1000:1003", {"--tables", "ledgers_row_v2,trades_row_v1"});
  Ingest("1004:1007", {"--tables", "ledgers_row_v2"});
  Ingest("1002:1005", {"--tables", "transactions_row_v2"});
  Ingest("1010:1011", {"--tables", "ledgers_row_v2,trades_row_v1,transactions_row_v2"});
  EXPECT_EQ(Run({"gaps"}).exit_status, 65);
  const ChildResult fill = Run({"gaps", folder_.File("ledgers"), "--fill"});
  EXPECT_EQ(fill.exit_status, 0) << fill.out << fill.err;
  const ChildResult after = Run({"gaps"});
  EXPECT_EQ(after.exit_status, 0) << after.out;
  EXPECT_THAT(Verified(), HasSubstr("verified   12 ledgers in "));
}

TEST_F(ChosenLake, IsNotSaidToHaveWhatTheSourceLacks) {
  Ingest("1000:1003");
  const ChildResult result =
      Run({"ingest", folder_.File("ledgers"), "--range", "2000:2010", "--allow-gaps"});
  EXPECT_EQ(result.exit_status, 66) << result.out;
  EXPECT_THAT(result.err, HasSubstr("has no ledger of the range 2,000 … 2,010"));
}

TEST_F(ChosenLake, IsToldOfGapsOnceAndRight) {
  std::filesystem::remove(folder_.path() / "ledgers" / testing::LakePath(1004, {.passphrase = ""}));
  std::filesystem::remove(folder_.path() / "ledgers" / testing::LakePath(1006, {.passphrase = ""}));
  const ChildResult result = Run({"ingest", folder_.File("ledgers"), "--allow-gaps"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("lacks 2 ledgers of the range in 2 gaps, the first 1,004; "));
  EXPECT_THAT(result.err, Not(HasSubstr("are missing")));
}

TEST_F(ChosenLake, ExtractEndsAtTheTip) {
  const ChildResult result = Run({"extract", folder_.File("ledgers"), "--start", "1004", "--out",
                                  folder_.File("rows"), "--tables", "ledgers_row_v2"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("extracted 8 ledgers"));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "rows/ledgers_row_v2.parquet"));
}

TEST(QuarantinedLake, ShowsWhatItKeepsAsideAlsoWithoutBatches) {
  testing::TempFolder folder;
  WriteLake(folder.path() / "ledgers", testing::ChainWithUnknown(1, 0, testing::kUnknownParts[0]));
  const std::string lake = folder.File("lake");
  const ChildResult ingest =
      RunChild({testing::Program(), "ingest", folder.File("ledgers"), "--lake", lake, "--network",
                std::string(testing::kTestPassphrase), "--on-unknown", "quarantine", "--range",
                "1000:1000"});
  ASSERT_EQ(ingest.exit_status, 0) << ingest.err;
  const ChildResult gaps = RunChild({testing::Program(), "gaps", "--lake", lake});
  EXPECT_EQ(gaps.exit_status, 65) << gaps.err;
  EXPECT_THAT(gaps.out, HasSubstr("kept aside 1,000   protocol "));
}

TEST(QualityWarnings, AreSaidOnceAtTheEnd) {
  testing::TempFolder folder;
  const ChildResult ingest =
      RunChild({testing::Program(), "ingest", testing::DataPath("ledgers/pubnet"), "--lake",
                folder.File("lake"), "--tables", "native_balances_snapshot_v1", "--allow-gaps"});
  ASSERT_EQ(ingest.exit_status, 0) << ingest.err;
  EXPECT_THAT(ingest.err, Not(HasSubstr("liabilities_validation")));
  EXPECT_THAT(ingest.out, HasSubstr("0 quality failures\nnote: liabilities_validation did not "
                                    "hold in 5 commits"));
}

}  // namespace
}  // namespace lake
