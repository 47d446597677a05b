// `stellarlake reindex` as its user runs it: lakes that were made before some of the tables were.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "lake/commit_steps.h"
#include "support/crashing_child.h"
#include "support/old_lake.h"
#include "unit/app/reindexed_lake.h"

namespace lake {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using Reindexed = testing::ReindexedLake;

TEST_F(Reindexed, FromItselfIsWhatAFreshIngestWrites) {
  WriteLedgers(23);
  Ingest("bronze");
  const ChildResult foreseen = Run({"reindex", "--dry-run"});
  EXPECT_EQ(foreseen.exit_status, 65) << foreseen.err;
  EXPECT_THAT(foreseen.out, StartsWith("to fill    account_data_snapshot_v1, "));
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM _batches"), "3");
  const ChildResult made = Run({"reindex"});
  EXPECT_EQ(made.exit_status, 65) << made.out << made.err;
  EXPECT_THAT(made.out, AllOf(HasSubstr("committed 1,000 … 1,007   8 ledgers"),
                              HasSubstr("left       entries_extra_snapshot_v1: 1,004: the lake "
                                        "does not keep what the upgrades")));
  ExpectVerified();
  ExpectLikeFresh({"index", "transactions_extra_row_v1", "trades_extra_row_v1",
                   "account_data_snapshot_v1", "invocations_extra_row_v1"});
  EXPECT_GT(std::stoi(Probe().Cell("SELECT count(*) FROM participants_v1")), 50);
  const ChildResult rest = Run({"reindex", source_});
  EXPECT_EQ(rest.exit_status, 0) << rest.out << rest.err;
  EXPECT_THAT(rest.out, HasSubstr("filled     entries_extra_snapshot_v1: 1,004\n"));
  ExpectVerified();
  ExpectLikeFresh({"extra", "index"});
  EXPECT_EQ(Run({"reindex"}).out, "nothing to do: extra, index have all ledgers of the lake\n");
}

TEST_F(Reindexed, SaysTheSameToPrograms) {
  WriteLedgers(23);
  Ingest("bronze");
  const ChildResult foreseen = Run({"reindex", "--dry-run", "--format", "json"});
  const ChildResult made = Run({"reindex", "--format", "json"});
  EXPECT_EQ(made.exit_status, 65) << made.err;
  EXPECT_THAT(made.err, HasSubstr("committed 1,000 … 1,007   8 ledgers"));
  nlohmann::json report = nlohmann::json::parse(made.out);
  EXPECT_EQ(report["ok"], false);
  EXPECT_EQ(report["filled"][0]["tables"][0], "account_data_snapshot_v1");
  EXPECT_EQ(report["filled"][0]["ledgers"], nlohmann::json::parse("[[1000, 1007]]"));
  EXPECT_EQ(report["left"][0]["ledgers"], nlohmann::json::parse("[[1004, 1004]]"));
  EXPECT_THAT(std::string(report["left"][0]["why"]), HasSubstr("what the upgrades"));
  report["dry_run"] = true;
  EXPECT_EQ(nlohmann::json::parse(foreseen.out), report);
  ASSERT_EQ(Run({"reindex", source_, "--format", "json"}).exit_status, 0);
  const ChildResult none = Run({"reindex", "--format", "json"});
  EXPECT_EQ(none.exit_status, 0) << none.err;
  EXPECT_EQ(nlohmann::json::parse(none.out)["filled"], nlohmann::json::array());
}

TEST_F(Reindexed, OfAConfigurationThatDoesNotKnowTheLaterTablesNamesThem) {
  WriteLedgers(23);
  Ingest("bronze");
  std::ofstream(folder_.File("ingest.yaml")) << "tables: [bronze]\n";
  const std::vector<std::string> command{"reindex", source_, "--config",
                                         folder_.File("ingest.yaml")};
  const ChildResult none = Run(command);
  EXPECT_EQ(none.exit_status, 0) << none.err;
  EXPECT_THAT(none.out, AllOf(StartsWith("nothing to do: bronze have all ledgers of the lake\n"
                                         "not asked  account_data_snapshot_v1, "),
                              HasSubstr("name them by --tables or by `tables`")));
  std::ofstream(folder_.File("ingest.yaml")) << "tables: [bronze, extra, index]\n";
  EXPECT_THAT(Run(command).out, HasSubstr("filled     account_data_snapshot_v1, "));
  EXPECT_THAT(Run(command).out, Not(HasSubstr("not asked")));
  ExpectLikeFresh({"extra", "index"});
}

TEST_F(Reindexed, OfRealLedgersIsWhatAFreshIngestWrites) {
  source_ = testing::DataPath("ledgers/pubnet");
  network_ = "pubnet";
  Ingest("bronze", "lake", {"--allow-gaps"});
  const ChildResult made = Run({"reindex", "--tables", "extra,index,entries"});
  EXPECT_EQ(made.exit_status, 0) << made.out << made.err;
  const ChildResult verified = Run({"verify", "--source", source_, "--allow-gaps"});
  EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
  Ingest("extra,index,entries", "fresh", {"--allow-gaps"});
  has_fresh_ = true;
  ExpectLikeFresh({"extra", "index", "entries"});
}

TEST_F(Reindexed, FromASourceHasTheTablesThatAreNamed) {
  WriteLedgers(23);
  Ingest("ledgers_row_v2", "lake", {"--range", "1001:1005"});
  const ChildResult made = Run({"reindex", source_, "--tables", "entries,effects_row_v1"});
  EXPECT_EQ(made.exit_status, 0) << made.out << made.err;
  ExpectVerified();
  ExpectLikeFresh({"ledgers_row_v2", "entries", "effects_row_v1"}, {1001, 1005});
  EXPECT_EQ(Probe().Cell("SELECT min(ledger_sequence), max(ledger_sequence) FROM "
                         "ledger_entries_snapshot_v1"),
            "1001|1005");
}

TEST_F(Reindexed, IsRefusedWhatTheLakeCannotGive) {
  WriteLedgers(23);
  Ingest("bronze");
  const ChildResult made = Run({"reindex", "--tables", "entries,effects_row_v1,operations_row_v1"});
  EXPECT_EQ(made.exit_status, 65);
  EXPECT_THAT(made.out, AllOf(HasSubstr("operations_row_v1: 1,000 … 1,007: the lake does not keep "
                                        "what its rows are made of"),
                              HasSubstr("gave back of fees behind their transactions"),
                              Not(HasSubstr("filled"))));
  EXPECT_THAT(made.err, HasSubstr("`stellarlake reindex SOURCE` fills what is left"));
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE "
                         "'ledger_entries%'"),
            "0");
}

TEST_F(Reindexed, OfANarrowLakeIsAsWideAsItsColumnsAllow) {
  WriteLedgers(22);
  Ingest("ledgers_row_v2,transactions_row_v2", "lake",
         {"--exclude", "transactions_row_v2.tx_meta"});
  const ChildResult made = Run({"reindex"});
  EXPECT_EQ(made.exit_status, 65);
  EXPECT_THAT(made.out, AllOf(HasSubstr("filled     transaction_index_v1: 1,000 … 1,007"),
                              HasSubstr("made without transactions_row_v2.tx_meta")));
  ExpectVerified();
  ExpectLikeFresh({"transaction_index_v1"});
  Ingest("ledgers_row_v2,trades_row_v1", "narrower");
  const ChildResult none = Run({"reindex"}, "narrower");
  EXPECT_EQ(none.exit_status, 65);
  EXPECT_THAT(none.out, HasSubstr("no rows of both ledgers_row_v2 and transactions_row_v2"));
}

// Upkeep leaves transactions in the order in which they were applied (decision D29).
TEST_F(Reindexed, AfterFilesWereMergedIsTheSame) {
  WriteLedgers(22);
  Ingest("bronze", "lake", {"--batch-size", "1"});
  const ChildResult merged = Run({"maintain"});
  ASSERT_EQ(merged.exit_status, 0) << merged.err;
  ASSERT_EQ(Probe().Cell("SELECT count(DISTINCT filename) FROM transactions_row_v2"), "1");
  const ChildResult made = Run({"reindex", "--tables", "index,transactions_extra_row_v1"});
  EXPECT_EQ(made.exit_status, 0) << made.out << made.err;
  ExpectLikeFresh({"index", "transactions_extra_row_v1"});
}

TEST_F(Reindexed, FromAReorderedFileIsRefusedAndNamed) {
  WriteLedgers(22);
  Ingest("bronze");
  testing::LakeProbe({.location = folder_.File("lake")})
      .Execute(
          "CREATE TEMP TABLE other AS FROM transactions_row_v2 WHERE ledger_sequence < 1003 ORDER "
          "BY rowid DESC; DELETE FROM transactions_row_v2 WHERE ledger_sequence < 1003; INSERT "
          "INTO "
          "transactions_row_v2 FROM other");
  EXPECT_EQ(Run({"verify"}).exit_status, 0);  // the rows are those that were written
  const ChildResult made = Run({"reindex", "--tables", "index"});
  EXPECT_EQ(made.exit_status, 65);
  EXPECT_THAT(made.out, AllOf(HasSubstr("filled     entity_index_v1, participants_v1, "
                                        "transaction_index_v1: 1,003 … 1,007"),
                              HasSubstr("left       entity_index_v1, participants_v1, "
                                        "transaction_index_v1: 1,000 … 1,002: ledger 1000: its "
                                        "transactions do not stand in the order"),
                              HasSubstr(".parquet")));
  ExpectVerified();
  EXPECT_EQ(Run({"reindex", source_, "--tables", "index"}).exit_status, 0);
  ExpectVerified();
  ExpectLikeFresh({"index"});
}

TEST_F(Reindexed, FromRowsThatWereChangedIsRefused) {
  WriteLedgers(22);
  Ingest("bronze");
  testing::LakeProbe({.location = folder_.File("lake")})
      .Execute("UPDATE transactions_row_v2 SET tx_meta = tx_fee_meta WHERE ledger_sequence = 1001");
  const ChildResult made = Run({"reindex", "--tables", "index"});
  EXPECT_EQ(made.exit_status, 65);
  EXPECT_THAT(made.out, AllOf(HasSubstr("filled     entity_index_v1, participants_v1, "
                                        "transaction_index_v1: 1,003 … 1,007"),
                              HasSubstr("transactions_row_v2 has not the rows that were written")));
}

std::vector<std::string> StepsOfACommit() {
  std::vector<std::string> steps(std::begin(commit_step::kAll), std::end(commit_step::kAll));
  std::erase(steps, commit_step::kTaken);  // of batches that are larger
  return steps;
}

std::string StepName(const ::testing::TestParamInfo<std::string>& info) {
  return info.param.substr(info.param.find('.') + 1);
}

class ReindexKilledAt : public Reindexed, public ::testing::WithParamInterface<std::string> {};
INSTANTIATE_TEST_SUITE_P(Steps, ReindexKilledAt, ::testing::ValuesIn(StepsOfACommit()), StepName);

TEST_P(ReindexKilledAt, IsCompletedByTheNext) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  WriteLedgers(22);
  Ingest("bronze", "old");
  const std::vector<std::string> command{"reindex", "--tables", "index,transactions_extra_row_v1",
                                         "--batch-size", "3"};
  const std::string& step = GetParam();
  ChildOptions killed;
  // In the second batch where there is one; the first commit registers tables.
  const bool once = step == commit_step::kOpened || step == commit_step::kMarked;
  killed.variables.emplace_back("STELLARLAKE_CRASH_AT", once ? step : step + ":2");
  EXPECT_EQ(Run(command, "old", killed).exit_status, testing::kKilled);
  const ChildResult next = Run(command, "old");
  EXPECT_EQ(next.exit_status, 0) << next.err;
  ExpectVerified("old");
  ExpectLikeFresh({"index", "transactions_extra_row_v1"}, kAll, "old");
}

// Its lake has neither transactions nor a second ledger in a row.
TEST(ReindexedOldLake, NeedsASource) {
  const testing::TempFolder folder;
  const LakeOptions lake = testing::CopyOldLake("0.1.0", folder.path());
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.begin(), testing::Program());
    words.insert(words.end(), {"--lake", lake.location, "--data-path", lake.data_path});
    return RunChild(words);
  };
  const ChildResult alone = run({"reindex"});
  EXPECT_EQ(alone.exit_status, 65);
  EXPECT_THAT(alone.out, HasSubstr("16,154,623, 26,154,623: the lake has no rows of both"));
  const std::string ledgers = testing::DataPath("ledgers/pubnet");
  const ChildResult filled = run({"reindex", ledgers, "--tables", "extra,index,entries"});
  EXPECT_EQ(filled.exit_status, 0) << filled.out << filled.err;
  const ChildResult verified = run({"verify", "--source", ledgers, "--allow-gaps"});
  EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("verified   2 ledgers"));
}

}  // namespace
}  // namespace lake
