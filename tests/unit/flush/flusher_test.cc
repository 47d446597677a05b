// Flushes of a real hot buffer into a lake in a folder.
#include "flush/flusher.h"

#include <gmock/gmock.h>

#include "flush_fixture.h"
#include "support/fake_clock.h"
#include "support/ledger_clone.h"
#include "support/pg_bouncer.h"
#include "support/places.h"
#include "support/sample_ledgers.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;
using testing::LakeProbe;
using testing::PgBouncer;
using testing::PostgresServer;

class FlusherTest : public testing::OnHotBuffer {
 protected:
  std::string Mark() { return Sql("SELECT flushed_through FROM extra.hot_state"); }
};

TEST_F(FlusherTest, ALakeIsThatOfADirectIngestByteForByte) {
  const auto ledgers = Add(7, 3);
  testing::FakeClock clock;  // rows say when they were made
  FlusherOptions options = Options();
  options.clock = &clock;
  const auto report = Flusher(options, quiet_).Flush({});
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->ledgers, 7u);
  EXPECT_EQ(report->commits, 1u);
  EXPECT_EQ(report->watermark, 1006u);
  EXPECT_TRUE(report->can_delete);
  EXPECT_EQ(report->hot_ledgers, 0u);
  const std::string direct = (folder_.path() / "direct").string();
  testing::IngestDirectly(direct, tables_, ledgers, clock);
  EXPECT_EQ(testing::LineageOf(Lake()), testing::LineageOf(direct));
  const auto files = testing::DataFilesOf(direct);
  EXPECT_GT(files.size(), 3u);
  const auto flushed = testing::DataFilesOf(Lake());
  EXPECT_EQ(flushed.size(), files.size());
  for (const auto& [place, contents] : files) {
    EXPECT_TRUE(flushed.contains(place) && flushed.at(place) == contents) << place;
  }
  const LakeProbe of_direct({.location = direct});
  for (const char* sql :
       {"SELECT source, first_prev_hash, last_hash, row_counts, digests FROM _batches",
        "SELECT dataset, check_name, passed, details, row_count FROM _meta_quality ORDER BY ALL",
        "SELECT watermark FROM _fence",
        "SELECT * EXCLUDE (created_at, frozen_at) FROM _meta_eras"}) {
    EXPECT_EQ(Probe().Rows(sql), of_direct.Rows(sql)) << sql;
  }
}

TEST_F(FlusherTest, RealLedgersGiveTheSameFilesToo) {
  testing::LedgerCloner cloner(testing::SampleLedger(53312000), testing::kPublicPassphrase, 0, 1);
  std::vector<testing::BuiltLedger> ledgers;
  for (int i = 0; i < 4; ++i) ledgers.push_back(cloner.Next());
  const Network network = NetworkOfPassphrase(testing::kPublicPassphrase);
  PostgresSinkOptions hot = OnHotDatabase::Options();
  hot.origin = testing::TestOrigin();
  hot.origin.network = network.name;
  PostgresSink sink(hot);
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(testing::ExtractBatch(tables_, ledgers, network.id), {}), IsOk());
  FlusherOptions options = Options();
  options.network = "";  // everybody knows it
  const auto report = Flusher(options, quiet_).Flush({});
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->ledgers, 4u);
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const TableSpec& spec = *tables_[i]->spec;
    EXPECT_EQ(Probe().Cell(fmt::format("SELECT count(*) FROM {}", spec.name)),
              Sql(fmt::format("SELECT count(*) FROM {}", *HotPathOf(spec))))
        << spec.name;
  }
}

TEST_F(FlusherTest, MovesOnAndDeletesWhatIsFlushed) {
  Add(4, 2);
  ASSERT_THAT(Flush(), IsOk());
  const auto deleted = Delete(1003);
  ASSERT_THAT(deleted, IsOk());
  EXPECT_EQ(deleted->batches, 2u);
  EXPECT_EQ(deleted->ledgers, 4u);
  EXPECT_GT(deleted->rows, 12u);
  EXPECT_EQ(LeftInHot(), "0 0 0 0 0");
  Add(3, 1);
  const auto report = Flush();
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->first, 1004u);
  EXPECT_EQ(report->watermark, 1006u);
  EXPECT_EQ(LedgersInLake(), "7 7 1006");
  EXPECT_EQ(Mark(), "1006");
  const auto again = Flush();
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->ledgers, 0u);
  EXPECT_TRUE(again->can_delete);
}

TEST_F(FlusherTest, DeletesNothingThatIsNotFlushed) {
  Add(2, 2);
  ASSERT_THAT(Delete(1001), IsOk());
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "2");
  ASSERT_THAT(Flush(), IsOk());
  Add(2, 2);
  ASSERT_THAT(Delete(9'999), IsOk());
  EXPECT_EQ(Sql("SELECT min(sequence) || ' ' || count(*) FROM ledgers_row_v2"), "1002 2");
}

TEST_F(FlusherTest, CutsABacklogIntoWholeBatches) {
  Add(10, 2);
  FlusherOptions options = Options();
  options.slice.ledgers = 5;
  const auto report = Flusher(options, quiet_).Flush({});
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->commits, 3u);
  EXPECT_EQ(Probe().Rows("SELECT lo, hi FROM _batches ORDER BY lo"),
            (std::vector<std::string>{"1000|1003", "1004|1007", "1008|1009"}));
}

TEST_F(FlusherTest, WhatNobodyWroteToIsNotFlushed) {
  const auto report = Flush();
  ASSERT_THAT(report, IsOk());
  EXPECT_FALSE(report->written);
  EXPECT_FALSE(std::filesystem::exists(Lake()));
  FlusherOptions empty = Options();
  empty.hot.conninfo = server_->CreateDatabase("without_tables");
  EXPECT_THAT(Flusher(empty, quiet_).Flush({}),
              IsError(Code::kNotFound, "stellarlake hot migrate up"));
}

TEST_F(FlusherTest, LedgersThatTheLakeHoldsAreOnlyMarked) {
  const auto ledgers = Add(6, 2);
  testing::IngestDirectly(Lake(), tables_,
                          {ledgers.begin(), ledgers.begin() + 3});  // ends inside of a batch
  const auto report = Flush();
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->ledgers, 6u);
  EXPECT_EQ(LedgersInLake(), "6 6 1005");
  EXPECT_EQ(Probe().Rows("SELECT lo, hi FROM _batches ORDER BY lo"),
            (std::vector<std::string>{"1000|1002", "1003|1005"}));
  EXPECT_EQ(Mark(), "1005");
}

TEST_F(FlusherTest, LedgersOfAnotherChainInTheLakeAreNoReasonToDelete) {
  testing::LedgerChain other(testing::kTestPassphrase, 999, 22);
  testing::IngestDirectly(Lake(), tables_, other.AddPayments(10));
  Add(3, 3);
  EXPECT_THAT(Flush(), IsError(Code::kDataLoss, "ledger 1002 of the lake is another one"));
  EXPECT_EQ(Mark(), "");
}

TEST_F(FlusherTest, StopsAtAHoleUntilTheLakeHasFilledIt) {
  Add(2, 2);
  const auto missing = chain_.AddPayments(3);
  Add(2, 2);
  const auto before = Flush();
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->watermark, 1001u);
  EXPECT_EQ(before->hole, (LedgerSpan{1002, 1004}));
  EXPECT_EQ(before->hot_ledgers, 2u);
  const auto still = Flush();
  ASSERT_THAT(still, IsOk());
  EXPECT_EQ(still->hole, (LedgerSpan{1002, 1004}));
  testing::IngestDirectly(Lake(), tables_, missing);
  const auto after = Flush();
  ASSERT_THAT(after, IsOk());
  EXPECT_FALSE(after->hole);
  EXPECT_EQ(after->watermark, 1006u);
  EXPECT_EQ(LedgersInLake(), "7 7 1006");
}

TEST_F(FlusherTest, RowsThatVanishedAreARefusalThatNamesThem) {
  Add(4, 2);
  Sql("DELETE FROM transactions_row_v2 WHERE ledger_sequence = 1003");
  EXPECT_THAT(Flush(), IsError(Code::kDataLoss,
                               "transactions_row_v2: the hot buffer has 1 rows of ledgers "
                               "1002-1003, where its batch wrote 2"));
  EXPECT_EQ(Mark(), "");
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM _batches"), "0");
}

TEST_F(FlusherTest, RowsOfAnotherDigestAreARefusal) {
  Add(2, 2);
  Sql("UPDATE extra.hot_batches SET digests = regexp_replace(digests, "
      "'(\"trades_row_v1\":\")[0-9a-f]{8}', '\\1deadbeef')");
  EXPECT_THAT(Flush(), IsError(Code::kDataLoss, "trades_row_v1: ledgers 1000-1001"));
  EXPECT_EQ(Mark(), "");
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM _batches"), "0");
}

// Its digests are of what it wrote; nobody can compare them with what this version writes.
TEST_F(FlusherTest, DigestsOfOtherColumnsAreNotCompared) {
  Add(2, 2);
  Sql("UPDATE extra.hot_batches SET digests = regexp_replace(digests, "
      "'(\"trades_row_v1\":\")[0-9a-f]{8}', '\\1deadbeef'), pipeline_version = '0.1'");
  Sql("UPDATE _meta_lineage SET schema_hash = 'another' WHERE dataset LIKE '%trades%'");
  EXPECT_THAT(Flush(), IsOk());
  EXPECT_EQ(LedgersInLake(), "2 2 1001");
}

TEST_F(FlusherTest, ALedgerThatWasTamperedWithIsARefusal) {
  const auto ledgers = Add(2, 1);
  // The other ledger's bytes, whole and valid.
  Sql("UPDATE extra.hot_ledgers t SET xdr_bytes = o.xdr_bytes, xdr_zstd = o.xdr_zstd FROM "
      "extra.hot_ledgers o WHERE t.sequence = 1001 AND o.sequence = 1000");
  EXPECT_THAT(Flush(), IsError(Code::kDataLoss, "1001"));
  Sql("UPDATE extra.hot_ledgers SET xdr_zstd = substr(xdr_zstd, 1, 20) WHERE sequence = 1001");
  EXPECT_THAT(Flush(), IsError(Code::kDataLoss, "ledger 1001 is damaged"));
  Sql("DELETE FROM extra.hot_ledgers WHERE sequence = 1001");
  EXPECT_THAT(Flush(), IsError(Code::kDataLoss, "the rows of ledger 1001, but not the ledger"));
  EXPECT_EQ(Mark(), "");
}

TEST_F(FlusherTest, ABufferThatACrashEmptiedWaitsForItsIngester) {
  Add(3, 3);
  server_->Stop("immediate");
  server_->Restart();
  const auto report = Flush();
  ASSERT_THAT(report, IsOk());
  EXPECT_FALSE(report->whole);
  EXPECT_EQ(report->ledgers, 0u);
  chain_ = testing::LedgerChain(testing::kTestPassphrase, 1000, 23);
  Add(3, 1);
  ASSERT_THAT(Flush(), IsOk());
  EXPECT_EQ(LedgersInLake(), "3 3 1002");
}

// The lake has the ledgers, and the mark does not say so: nothing is doubled when they come again.
TEST_F(FlusherTest, ACrashBetweenCommitAndMarkDoublesNothing) {
  Add(3, 3);
  ASSERT_THAT(Flush(), IsOk());
  Sql("UPDATE extra.hot_state SET flushed_through = NULL, flushed_hash = NULL");
  server_->Stop("immediate");
  server_->Restart();
  chain_ = testing::LedgerChain(testing::kTestPassphrase, 1000, 23);
  Add(5, 1);
  const auto report = Flush();
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->ledgers, 5u);
  EXPECT_EQ(LedgersInLake(), "5 5 1004");
  EXPECT_EQ(Mark(), "1004");
}

TEST_F(FlusherTest, TablesThatTheLakeDoesNotTakeAreNamed) {
  Add(1, 1);
  FlusherOptions options = Options();
  bool chosen = false;
  options.target = [&](const Network&, const std::stop_token&) -> Result<FlushTarget> {
    FlushTarget target;
    TRY_ASSIGN(target.tables, SelectedTables::Make({{"ledgers_row_v2"}, {}, {}, {}}));
    target.sink = testing::LakeSinkAt(Lake(), target.tables->set());
    target.tables_are_chosen = chosen;
    return target;
  };
  EXPECT_THAT(Flusher(options, quiet_).Flush({}),
              IsError(Code::kInvalidArgument, "a table that the lake does not have"));
  chosen = true;
  EXPECT_THAT(Flusher(options, quiet_).Flush({}), IsOk());
}

TEST_F(FlusherTest, ANetworkOfItsOwnNeedsItsPassphrase) {
  Add(1, 1);
  FlusherOptions options = Options();
  options.network = "";
  EXPECT_THAT(Flusher(options, quiet_).Flush({}),
              IsError(Code::kInvalidArgument, "give its passphrase with --network"));
  options.network = "pubnet";
  EXPECT_THAT(Flusher(options, quiet_).Flush({}), IsError(Code::kInvalidArgument, "not of pubnet"));
}

TEST_F(FlusherTest, WorksThroughAPooler) {
  const auto pooler = PgBouncer::Start(server_->port(), PostgresServer::kUser, 2);
  if (pooler == nullptr) GTEST_SKIP();
  Add(4, 1);
  FlusherOptions options = Options();
  options.hot.conninfo = pooler->Database(database_, PostgresServer::kUser);
  Flusher flusher(options, quiet_);
  ASSERT_THAT(flusher.Flush({}), IsOk());
  ASSERT_THAT(flusher.Delete(1003, {}), IsOk());
  const auto vacuumed = flusher.Vacuum({});
  ASSERT_THAT(vacuumed, IsOk());
  EXPECT_TRUE(*vacuumed);
  EXPECT_EQ(LedgersInLake(), "4 4 1003");
  EXPECT_EQ(LeftInHot(), "0 0 0 0 0");
}

TEST_F(FlusherTest, TheRoleForItIsEnough) {
  Add(2, 1);
  server_->Sql(database_, testing::ReadFile(testing::SourcePath("deploy/hot/roles.sql")));
  Sql("DROP ROLE IF EXISTS flush_login; CREATE ROLE flush_login LOGIN IN ROLE stellar_hot_flusher");
  FlusherOptions options = Options();
  options.hot.conninfo = fmt::format("host={} port={} dbname={} user=flush_login",
                                     server_->socket_folder(), server_->port(), database_);
  Flusher flusher(options, quiet_);
  ASSERT_THAT(flusher.Flush({}), IsOk());
  ASSERT_THAT(flusher.Delete(1001, {}), IsOk());
  const auto vacuumed = flusher.Vacuum({});
  ASSERT_THAT(vacuumed, IsOk());
  const bool can_grant = Sql("SELECT current_setting('server_version_num')::int >= 170000") == "t";
  EXPECT_EQ(*vacuumed, can_grant);
  EXPECT_EQ(LeftInHot(), "0 0 0 0 0");
}

TEST_F(FlusherTest, AStopBeforeTheCommitLeavesNothingHalfWay) {
  Add(4, 2);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(Flusher(Options(), quiet_).Flush(stop.get_token()), IsError(Code::kCancelled));
  EXPECT_EQ(Mark(), "");
  ASSERT_THAT(Flush(), IsOk());
  EXPECT_EQ(LedgersInLake(), "4 4 1003");
}

}  // namespace
}  // namespace lake
