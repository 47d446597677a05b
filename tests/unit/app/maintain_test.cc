// `maintain` as its user sees it: what a dry run says, what is done, and that the lake verifies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/child.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class Maintain : public ::testing::Test {
 protected:
  // A lake that was committed ledger by ledger.
  void SetUp() override {
    WriteLake(folder_.path() / "ledgers",
              testing::LedgerChain(testing::kTestPassphrase, 1000, 23).AddPayments(12),
              {.passphrase = std::string(testing::kTestPassphrase)});
    const ChildResult ingest =
        Run({"ingest", folder_.File("ledgers"), "--range", "1000:1011", "--batch-size", "1",
             "--network", std::string(testing::kTestPassphrase), "--no-progress"});
    ASSERT_EQ(ingest.exit_status, 0) << ingest.err;
  }
  ChildResult Run(std::vector<std::string> words) {
    words.insert(words.begin(), testing::Program());
    words.insert(words.end(), {"--lake", folder_.File("lake")});
    return RunChild(words);
  }
  std::string Files() {
    return Run({"sql", "--format", "csv",
                "select count(distinct filename) as files from transactions_row_v2"})
        .out;
  }
  void ExpectVerified() {
    const ChildResult verified = Run({"verify", "--source", folder_.File("ledgers")});
    EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
    EXPECT_THAT(verified.out, HasSubstr("12 ledgers in 12 batches"));
  }

  testing::TempFolder folder_;
};

TEST_F(Maintain, SaysWhatItWouldDoAndDoesNothing) {
  const ChildResult dry = Run({"maintain", "--dry-run"});
  EXPECT_EQ(dry.exit_status, 0) << dry.err;
  EXPECT_THAT(dry.out, HasSubstr("transactions_row_v2"));
  EXPECT_THAT(dry.out, HasSubstr("12 -> 1 file "));
  EXPECT_THAT(dry.out, HasSubstr("nothing was changed"));
  EXPECT_EQ(Files(), "files\n12\n");
}

TEST_F(Maintain, LeavesALakeThatVerifies) {
  const ChildResult done = Run({"maintain"});
  EXPECT_EQ(done.exit_status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("maintained"));
  EXPECT_EQ(Files(), "files\n1\n");
  ExpectVerified();
  // Nothing is left to do.
  const ChildResult again = Run({"maintain", "--dry-run"});
  EXPECT_THAT(again.out, Not(HasSubstr("transactions_row_v2")));
}

TEST_F(Maintain, AnswersInJson) {
  const ChildResult done =
      Run({"maintain", "--expire", "0", "--keep-all", "0", "--grace", "0", "--format", "json"});
  ASSERT_EQ(done.exit_status, 0) << done.err;
  const json report = json::parse(done.out);
  EXPECT_EQ(report["dry_run"], false);
  EXPECT_EQ(report["tables"]["transactions_row_v2"]["files_before"], 12);
  EXPECT_EQ(report["tables"]["transactions_row_v2"]["files_after"], 1);
  EXPECT_GT(report["snapshots_expired"], 12);
  EXPECT_EQ(report["left"], json::array());
  ExpectVerified();
}

TEST_F(Maintain, RefusesATimeThatIsNone) {
  const ChildResult refused = Run({"maintain", "--expire", "soon"});
  EXPECT_EQ(refused.exit_status, 2);
  EXPECT_THAT(refused.err, HasSubstr("write 7d, 12h, 30m or 90s"));
}

}  // namespace
}  // namespace lake
