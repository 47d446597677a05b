// `stellarlake repair` as its user runs it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "support/child.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Ten ledgers in five batches, and the same with the files of all batches merged.
class Repaired : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    testing::WriteLake(folder_.path() / "ledgers",
                       testing::LedgerChain(testing::kTestPassphrase, 1000, 23).AddPayments(10),
                       {.passphrase = std::string(testing::kTestPassphrase)});
    const ChildResult ingest = Run({"ingest", folder_.File("ledgers"), "--tables",
                                    "ledgers_row_v2,transactions_row_v2", "--batch-size", "2"});
    ASSERT_EQ(ingest.exit_status, 0) << ingest.err;
    if (!GetParam()) return;
    const ChildResult merged = Run({"maintain"});
    ASSERT_EQ(merged.exit_status, 0) << merged.err;
  }
  ChildResult Run(std::vector<std::string> words) {
    words.insert(words.begin(), testing::Program());
    words.insert(words.end(), {"--lake", folder_.File("lake")});
    return RunChild(words);
  }
  fs::path File() {
    const ChildResult found =
        Run({"sql", "--format", "csv", "select max(filename) from transactions_row_v2"});
    return found.out.substr(found.out.find('\n') + 1,
                            found.out.rfind('\n') - found.out.find('\n') - 1);
  }

  testing::TempFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Files, Repaired, ::testing::Bool(),
                         [](const auto& files) { return files.param ? "Merged" : "AsWritten"; });

TEST_P(Repaired, IsTheLakeThatItWas) {
  fs::remove(File());
  EXPECT_EQ(Run({"verify"}).exit_status, 65);
  const ChildResult foreseen = Run({"repair", folder_.File("ledgers"), "--dry-run"});
  EXPECT_EQ(foreseen.exit_status, 0) << foreseen.err;
  EXPECT_THAT(foreseen.out, StartsWith("to repair  transactions_row_v2, ledgers 100"));
  EXPECT_EQ(Run({"verify"}).exit_status, 65);
  const ChildResult repaired = Run({"repair", folder_.File("ledgers")});
  EXPECT_EQ(repaired.exit_status, 0) << repaired.out << repaired.err;
  EXPECT_THAT(repaired.out, StartsWith("repaired   transactions_row_v2, ledgers 100"));
  EXPECT_THAT(repaired.err, HasSubstr("verified again"));
  const ChildResult verified = Run({"verify", "--source", folder_.File("ledgers")});
  EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("10 ledgers in 5 batches, 2 tables, 20 rows"));
  const ChildResult again = Run({"repair", folder_.File("ledgers")});
  EXPECT_EQ(again.exit_status, 0) << again.err;
  EXPECT_EQ(again.out, "nothing to repair: the lake is what its lineage says\n");
  EXPECT_EQ(Run({"ingest", folder_.File("ledgers")}).exit_status, 0);
}

TEST_P(Repaired, SaysWhatItCannotRepair) {
  const fs::path meta = folder_.path() / "lake/data/bronze/_meta_lineage";
  for (const auto& file : fs::directory_iterator(meta)) fs::resize_file(file, 10);
  const ChildResult result = Run({"repair", folder_.File("ledgers"), "--format", "json"});
  EXPECT_EQ(result.exit_status, 65) << result.out << result.err;
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["ok"], false);
  EXPECT_THAT(json["left"].dump(), HasSubstr("make a new lake"));
  EXPECT_EQ(Run({"repair"}).exit_status, 65);  // without a source, what is left is told as well
}

}  // namespace
}  // namespace lake
