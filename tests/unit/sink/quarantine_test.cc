// Ledgers that a lake keeps aside: once, in the chain, until a batch covers them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "lake/commit_steps.h"
#include "lake_catalogs.h"
#include "sink/lake_quarantine.h"
#include "support/child.h"
#include "support/matchers.h"
#include "support/unknown_ledgers.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using testing::HasMessage;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;
using testing::LakeProbe;
using testing::MakeTinyBatch;
using testing::TinyHash;

using QuarantineOnEveryCatalog = testing::LakeCatalogs;
INSTANTIATE_TEST_SUITE_P(Catalogs, QuarantineOnEveryCatalog,
                         ::testing::Values(CatalogKind::kDuckDb, CatalogKind::kSqlite,
                                           CatalogKind::kPostgres),
                         testing::CatalogName);
using QuarantineTest = testing::LakeCatalogs;
INSTANTIATE_TEST_SUITE_P(Catalog, QuarantineTest, ::testing::Values(CatalogKind::kDuckDb),
                         testing::CatalogName);

// A ledger of the made-up chain of MakeTinyBatch.
QuarantinedLedger Unknown(std::uint32_t sequence) {
  static const std::vector<std::uint8_t> xdr(5'000, 0xAB);
  return {{.sequence = sequence,
           .protocol = 99,
           .close_time = 1'700'000'000,
           .hash = TinyHash(sequence),
           .previous_hash = TinyHash(sequence - 1),
           .tx_set_hash = {},
           .end = 0},
          fmt::format("ledger {} in x: offset 8: unknown arm 7", sequence),
          "x",
          xdr};
}

const std::vector<std::string> kTinyNames{"tiny_things_row_v3", "tiny_others_row_v1"};

TEST_P(QuarantineOnEveryCatalog, KeepsALedgerOnceUntilABatchCoversIt) {
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsOk());
    ASSERT_THAT(sink.Quarantine(Unknown(110)), IsOk());
    ASSERT_THAT(sink.Quarantine(Unknown(110)), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(111, 120), {}), IsOk());
    EXPECT_EQ(sink.durable().Watermark(kTinyNames, 100), 109u);
  }
  EXPECT_THAT(Probe().Rows("SELECT sequence, network, protocol_version, closed_at, ledger_hash = "
                           "previous_ledger_hash, reason, origin, source, pipeline_version, "
                           "length(ledger_xdr) FROM _quarantine"),
              ElementsAre("110|pubnet|99|2023-11-14 22:13:20|false|ledger 110 in x: offset 8: "
                          "unknown arm 7|x|a folder|1.2.3|6668"));
  EXPECT_EQ(Probe().Cell("SELECT commits, watermark FROM _fence"), "3|109");
  DuckLakeSink sink(Options());
  auto covered = sink.Open();
  ASSERT_THAT(covered, IsOk());
  EXPECT_EQ(covered->HeldByAll(kTinyNames), (LedgerSet{{100, 109}, {111, 120}}));
  ASSERT_THAT(sink.Quarantine(Unknown(110)), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(110, 110), {}), IsOk());
  EXPECT_EQ(sink.durable().Watermark(kTinyNames, 100), 120u);
  ASSERT_THAT(sink.Close(), IsOk());
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM _quarantine"), "0");
  EXPECT_EQ(Probe().Cell("SELECT commits FROM _fence"), "4");
}

TEST_P(QuarantineTest, ChainsWithItsNeighbours) {
  DuckLakeSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsOk());
  QuarantinedLedger foreign = Unknown(110);
  foreign.header.previous_hash[0] ^= 1;
  EXPECT_THAT(sink.Quarantine(foreign), IsError(Code::kDataLoss));
  QuarantinedLedger fork = Unknown(110);
  fork.header.hash[0] ^= 1;
  ASSERT_THAT(sink.Quarantine(fork), IsOk());
  EXPECT_THAT(sink.Quarantine(Unknown(111)), IsError(Code::kDataLoss));
  EXPECT_THAT(sink.Commit(MakeTinyBatch(111, 120), {}).status(), IsError(Code::kDataLoss));
  // The same ledger with another hash.
  EXPECT_THAT(sink.Quarantine(Unknown(110)), IsError(Code::kDataLoss));
}

TEST_P(QuarantineTest, DoesNotTakeWhatTheLakeHolds) {
  DuckLakeSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsOk());
  const Status status = sink.Quarantine(Unknown(105));
  EXPECT_THAT(status, IsError(Code::kConflict));
  EXPECT_THAT(status.error().message, HasSubstr("ledgers 105-105"));
}

TEST_P(QuarantineTest, IsBounded) {
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
  }
  Probe().Execute(
      fmt::format("INSERT INTO _quarantine SELECT i, 'pubnet', 99, NULL, '{0}', '{0}', '', '', '', "
                  "'', '', now()::TIMESTAMP, '' FROM range(1000, 2000) t(i)",
                  std::string(64, '0')));
  DuckLakeSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  EXPECT_THAT(sink.Quarantine(Unknown(110)), IsError(Code::kResourceExhausted));
}

TEST_P(QuarantineTest, GivesTheLedgerBackAndSeesThatItIsDamaged) {
  const auto ledger = testing::ChainWithUnknown(1, 0, testing::UnknownPart::kMeta)[0];
  const auto header = ProveUnknown(ledger.xdr);
  ASSERT_THAT(header, IsOk());
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Quarantine({*header, "new", "x", ledger.xdr}), IsOk());
  }
  const auto read = [&]() -> Result<std::vector<std::uint8_t>> {
    TRY_ASSIGN(const auto lake, Lake::Open(lake_));
    TRY_ASSIGN(Connection connection, lake->Connect());
    return ReadQuarantinedLedger(connection, *lake, 1000);
  };
  const auto kept = read();
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(*kept, ledger.xdr);
  Probe().Execute("UPDATE _quarantine SET ledger_xdr = 'AAAA' || substr(ledger_xdr, 5, 200)");
  EXPECT_THAT(read().status(), IsError(Code::kDataLoss));
}

// What is kept aside may be the last copy of the ledger.
TEST_P(QuarantineTest, KeepsALedgerUntilNoTableLacksIt) {
  const auto aside = [this] { return Probe().Cell("SELECT count(*) FROM _quarantine"); };
  const auto commit = [this](const TableSet& tables) {
    DuckLakeSinkOptions options = Options();
    options.tables = tables;
    DuckLakeSink sink(options);
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(110, 110, 10, tables), {}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  };
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsOk());
    ASSERT_THAT(sink.Quarantine(Unknown(110)), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  }
  commit({testing::TinyTables()[0]});
  EXPECT_EQ(aside(), "1");
  commit({testing::TinyTables()[1]});
  EXPECT_EQ(aside(), "0");
}

TEST_P(QuarantineTest, IsEmptyInALakeFromBeforeItExisted) {
  {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
  }
  Probe().Execute("DROP TABLE _quarantine");
  auto lake = Lake::Open(lake_);
  ASSERT_THAT(lake, IsOk());
  auto connection = (*lake)->Connect();
  ASSERT_THAT(connection, IsOk());
  const auto aside = ReadQuarantine(*connection, **lake);
  ASSERT_THAT(aside, IsOk());
  EXPECT_TRUE(aside->empty());
}

// A writer in a process of its own: what a run does that meets an unknown ledger.
TEST(CrashingKeeper, DISABLED_KeepsALedgerBetweenTwoBatches) {
  const char* location = std::getenv("LAKE_LOCATION");
  ASSERT_NE(location, nullptr);
  DuckLakeSinkOptions options{.writer = {.lake = {.location = location}},
                              .tables = testing::TinyTables(),
                              .origin = {.network = "pubnet",
                                         .source = "a folder",
                                         .pipeline_version = "1",
                                         .processor_name = "test",
                                         .writer = "",
                                         .era = {}}};
  DuckLakeSink sink(options);
  auto covered = sink.Open();
  ASSERT_THAT(covered, IsOk());
  if (covered->empty()) {
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsOk());
  }
  ASSERT_THAT(sink.Quarantine(Unknown(110)), IsOk());
  if (covered->HeldByAny().contiguous()) {
    ASSERT_THAT(sink.Commit(MakeTinyBatch(111, 120), {}), IsOk());
  }
  ASSERT_THAT(sink.Close(), IsOk());
}

TEST(CrashingKeeper, LeavesOneRowWhereverItIsKilled) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  constexpr int kKilled = 128 + 9;
  for (const char* step : {commit_step::kBegun, commit_step::kChecked, commit_step::kDescribed,
                           commit_step::kFenced, commit_step::kCommitted}) {
    SCOPED_TRACE(step);
    const testing::TempFolder folder;
    const std::string location = folder.File("lake");
    const auto run = [&](const std::string& crash_at) {
      return RunChild(
                 {"/proc/self/exe", "--gtest_also_run_disabled_tests",
                  "--gtest_filter=CrashingKeeper.DISABLED_*"},
                 {.variables = {{"LAKE_LOCATION", location}, {"STELLARLAKE_CRASH_AT", crash_at}}})
          .exit_status;
    };
    // The third time is the quarantine's, after the registration of tables and the batch.
    ASSERT_EQ(run(fmt::format("{}:3", step)), kKilled);
    ASSERT_EQ(run("none"), 0);
    ASSERT_EQ(run("none"), 0);
    const LakeProbe probe({.location = location});
    EXPECT_EQ(probe.Cell("SELECT count(*), min(sequence) FROM _quarantine"), "1|110");
    EXPECT_EQ(probe.Cell("SELECT commits, watermark FROM _fence"), "3|109");
    EXPECT_EQ(probe.Cell("SELECT count(*) FROM _batches"), "2");
  }
}

}  // namespace
}  // namespace lake
