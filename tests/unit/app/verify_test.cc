// `stellarlake verify` on lakes that are not what their lineage says.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "duckdb/lake.h"
#include "support/child.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using ::testing::HasSubstr;

// Seven ledgers, years apart, so seven batches.
class TamperedLake : public ::testing::Test {
 protected:
  void SetUp() override {
    const ChildResult ingest =
        Run({"ingest", testing::DataPath("ledgers/pubnet"), "--tables", "core", "--allow-gaps"});
    ASSERT_EQ(ingest.exit_status, 0) << ingest.err;
  }
  ChildResult Run(std::vector<std::string> words) {
    words.insert(words.begin(), testing::Program());
    words.insert(words.end(), {"--lake", folder_.File("lake")});
    return RunChild(words);
  }
  void Tamper(const std::string& sql) {
    const ChildResult result = Run({"sql", "--write", sql});
    ASSERT_EQ(result.exit_status, 0) << result.err;
  }
  // What verify says of a lake that it refuses.
  std::string Faults() {
    const ChildResult result = Run({"verify"});
    EXPECT_EQ(result.exit_status, 65) << result.out;
    return result.out;
  }

  testing::TempFolder folder_;
};

TEST_F(TamperedLake, IsVerifiedWhenItIsNotTampered) {
  const ChildResult result = Run({"verify"});
  EXPECT_EQ(result.exit_status, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("7 ledgers in 7 batches, 4 tables"));
}

TEST_F(TamperedLake, ShowsAChangedValue) {
  Tamper("UPDATE operations_row_v1 SET source_account = 'G' WHERE ledger_sequence = 53312000");
  EXPECT_THAT(Faults(), HasSubstr("operations_row_v1, ledgers 53312000..53312000: rows hash to"));
}

TEST_F(TamperedLake, ShowsAMissingRow) {
  Tamper("DELETE FROM ledgers_row_v2 WHERE sequence = 36154623");
  EXPECT_THAT(Faults(), HasSubstr("ledgers_row_v2, ledgers 36154623..36154623: 0 rows, the "
                                  "lineage says 1"));
}

TEST_F(TamperedLake, ShowsRowsThatNoBatchWrote) {
  Tamper(
      "INSERT INTO ledgers_row_v2 SELECT * REPLACE (40000000::UINTEGER AS sequence) FROM "
      "ledgers_row_v2 WHERE sequence = 36154623");
  EXPECT_THAT(Faults(), HasSubstr("ledgers_row_v2, ledger 40000000: 1 row that no batch wrote"));
}

TEST_F(TamperedLake, ShowsABatchWithoutLineage) {
  Tamper("DELETE FROM _meta_lineage WHERE source_ledger_start = 53312000 AND dataset LIKE '%led%'");
  EXPECT_THAT(Faults(),
              HasSubstr("ledgers_row_v2, ledgers 53312000..53312000: the batch has no lineage"));
}

TEST_F(TamperedLake, NamesTheBatchWhoseFileIsTorn) {
  namespace fs = std::filesystem;
  const fs::path table = folder_.path() / "lake/data/bronze/transactions_row_v1";
  const fs::path partition = table / "ledger_range=53310000";
  const fs::path file = fs::directory_iterator(partition)->path();
  std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
  out.seekp(4);
  out << std::string(2000, '\xff');
  out.close();
  EXPECT_THAT(Faults(), HasSubstr("transactions_row_v1, ledgers 53312000..53312000: "));
}

TEST_F(TamperedLake, IsNoProofOfARangeThatItDoesNotHold) {
  const ChildResult nothing = Run({"verify", "--range", "1:5"});
  EXPECT_EQ(nothing.exit_status, 66) << nothing.out;
  EXPECT_THAT(nothing.out, HasSubstr("lacks      5 ledgers of the range, the first 1;"));
  EXPECT_EQ(Run({"verify", "--range", "99999999:"}).exit_status, 66);
  const ChildResult some = Run({"verify", "--range", "53312000:53312009"});
  EXPECT_EQ(some.exit_status, 0) << some.err;
  EXPECT_THAT(some.out, HasSubstr("lacks      9 ledgers of the range, the first 53,312,001;"));
}

TEST_F(TamperedLake, IsLookedAtTableByTable) {
  Tamper("UPDATE operations_row_v1 SET source_account = 'G' WHERE ledger_sequence = 53312000");
  EXPECT_EQ(Run({"verify", "--tables", "operations_row_v1"}).exit_status, 65);
  const ChildResult one = Run({"verify", "--tables", "ledgers_row_v2"});
  EXPECT_EQ(one.exit_status, 0) << one.out;
  EXPECT_THAT(one.out, HasSubstr("7 batches, 1 table,"));
  const ChildResult others = Run({"verify", "--exclude", "operations_row_v1"});
  EXPECT_EQ(others.exit_status, 0) << others.out;
  EXPECT_THAT(others.out, HasSubstr("7 batches, 3 tables,"));
  const ChildResult lacking = Run({"verify", "--tables", "effects_row_v1"});
  EXPECT_EQ(lacking.exit_status, 66) << lacking.out;
  EXPECT_THAT(lacking.err, HasSubstr("the lake has no ledgers of effects_row_v1"));
  EXPECT_EQ(Run({"verify", "--tables", "no_such_table"}).exit_status, 2);
}

// A file of whatever table is missing: it is named, and so is what is wrong elsewhere.
TEST_F(TamperedLake, NamesEveryMissingFile) {
  namespace fs = std::filesystem;
  // The newest by its name, so that it is no file of rows that have been replaced.
  const auto newest_file = [&](const std::string& table) {
    fs::path newest;
    for (const auto& entry :
         fs::recursive_directory_iterator(folder_.path() / "lake/data/bronze" / table)) {
      if (entry.is_regular_file()) newest = std::max(newest, entry.path());
    }
    EXPECT_FALSE(newest.empty()) << table;
    return newest;
  };
  const fs::path transactions = newest_file("transactions_row_v1");
  fs::rename(transactions, folder_.path() / "aside");
  for (const char* table : {"ledgers_row_v2", "_batches", "_meta_lineage", "_meta_schemas",
                            "_fence", "operations_row_v1"}) {
    const fs::path file = newest_file(table);
    fs::rename(file, folder_.path() / "aside2");
    const std::string said = Faults();
    EXPECT_THAT(said, HasSubstr(file.filename().string() + " is missing")) << table;
    EXPECT_THAT(said, HasSubstr(transactions.filename().string() + " is missing")) << table;
    const ChildResult json = Run({"verify", "--format", "json"});
    EXPECT_EQ(json.exit_status, 65) << table;
    EXPECT_THAT(json.out, HasSubstr(file.filename().string())) << table;
    const ChildResult again =
        Run({"verify", "--source", testing::DataPath("ledgers/pubnet"), "--allow-gaps"});
    EXPECT_EQ(again.exit_status, 65) << table << again.out << again.err;
    fs::rename(folder_.path() / "aside2", file);
  }
}

TEST(VerifiedLake, AnswersInJsonAlsoWhenItIsNotThere) {
  testing::TempFolder folder;
  const ChildResult result =
      RunChild({testing::Program(), "verify", "--lake", folder.File("none"), "--format", "json"});
  EXPECT_EQ(result.exit_status, 66);
  EXPECT_THAT(result.out, HasSubstr("\"ok\": false"));
  EXPECT_THAT(result.out, HasSubstr("\"error\": "));
}

// Tables that were added later, some of them to ledgers that are there: every batch is compared
// with the source for what it holds, and ledgers are counted once.
TEST(MixedLake, IsComparedWithTheSourceForWhatItHolds) {
  testing::TempFolder folder;
  WriteLake(folder.path() / "ledgers",
            testing::LedgerChain(testing::kTestPassphrase, 1000, 23).AddPayments(20),
            {.passphrase = std::string(testing::kTestPassphrase)});
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.begin(), testing::Program());
    words.insert(words.end(), {"--lake", folder.File("lake")});
    return RunChild(words);
  };
  const std::pair<const char*, const char*> runs[] = {
      {"ledgers_row_v2,trades_row_v1", "1000:1009"},
      {"transactions_row_v2", "1005:1014"},
      {"ledgers_row_v2,transactions_row_v2", "1015:1019"}};
  for (const auto& [tables, range] : runs) {
    const ChildResult ingest =
        run({"ingest", folder.File("ledgers"), "--tables", tables, "--range", range, "--batch-size",
             "3", "--network", std::string(testing::kTestPassphrase)});
    ASSERT_EQ(ingest.exit_status, 0) << ingest.err;
  }
  const ChildResult verify = run({"verify", "--source", folder.File("ledgers")});
  EXPECT_EQ(verify.exit_status, 0) << verify.out << verify.err;
  EXPECT_THAT(verify.out, HasSubstr("verified   20 ledgers in "));
  EXPECT_THAT(verify.out, HasSubstr(", 20 ledgers extracted again"));
  // ... and one that differs is found.
  const ChildResult change =
      run({"sql", "--write",
           "UPDATE transactions_row_v2 SET fee_charged = 1 WHERE ledger_sequence IN (1012, 1016)"});
  ASSERT_EQ(change.exit_status, 0) << change.err;
  const ChildResult tampered = run({"verify", "--source", folder.File("ledgers")});
  EXPECT_EQ(tampered.exit_status, 65);
  EXPECT_THAT(tampered.out, HasSubstr("transactions_row_v2, ledger 1012: the lake has"));
  EXPECT_THAT(tampered.out, HasSubstr("transactions_row_v2, ledger 1016: the lake has"));
}

// What a run that was killed before its first commit leaves: no tables, or tables without batches.
TEST(VerifiedLake, IsNoneWhileItHoldsNothing) {
  testing::TempFolder folder;
  const auto run = [&](const std::string& command) {
    std::vector<std::string> words{testing::Program(), command, "--lake", folder.File("lake")};
    if (command == "verify") words.insert(words.end(), {"--source", testing::DataPath("ledgers")});
    return RunChild(words);
  };
  const auto expect_nothing = [&](const char* what) {
    SCOPED_TRACE(what);
    const ChildResult verify = run("verify");
    EXPECT_EQ(verify.exit_status, 66) << verify.err;
    EXPECT_THAT(verify.err, HasSubstr("nothing to verify"));
    EXPECT_THAT(run("gaps").err, HasSubstr("the lake holds no ledgers yet"));
  };
  { ASSERT_TRUE(Lake::Open({.location = folder.File("lake")}).ok()); }
  expect_nothing("no tables");
  const ChildResult killed =
      RunChild({testing::Program(), "ingest", testing::DataPath("ledgers/pubnet"), "--allow-gaps",
                "--lake", folder.File("lake")},
               {.input = "", .folder = "", .variables = {{"STELLARLAKE_CRASH_AT", "lake.begun"}}});
  ASSERT_NE(killed.exit_status, 0);
  expect_nothing("no batches");
}

// Two commits of other tables than each other's, whose batches end at other ledgers.
TEST(VerifiedRange, MayEndInsideABatchOfOtherTables) {
  testing::TempFolder folder;
  WriteLake(folder.path() / "ledgers",
            testing::LedgerChain(testing::kTestPassphrase, 1000, 23).AddPayments(10),
            {.passphrase = std::string(testing::kTestPassphrase)});
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.begin(), testing::Program());
    words.insert(words.end(), {"--lake", folder.File("lake")});
    return RunChild(words);
  };
  for (const auto& [table, batch] :
       {std::pair("ledgers_row_v2", "10"), {"trades_row_v1", "4"}, {"transactions_row_v2", "4"}}) {
    const ChildResult ingest =
        run({"ingest", folder.File("ledgers"), "--tables", table, "--batch-size", batch,
             "--network", std::string(testing::kTestPassphrase)});
    ASSERT_EQ(ingest.exit_status, 0) << ingest.err;
  }
  const ChildResult verify = run({"verify", "--range", "1000:1000"});
  EXPECT_EQ(verify.exit_status, 0) << verify.out << verify.err;
  EXPECT_THAT(verify.out, HasSubstr("in 3 batches"));
}

}  // namespace
}  // namespace lake
