#include "sink/postgres_sink.h"

#include <gmock/gmock.h>

#include <future>
#include <thread>

#include "hot/hot_batches.h"
#include "hot/hot_tables.h"
#include "sink/hot_commit.h"
#include "support/fault_proxy.h"
#include "support/pg_bouncer.h"
#include "support/postgres_rows.h"
#include "table/ddl.h"
#include "unit/sink/hot_database.h"

namespace lake {
namespace {

using testing::DigestPostgresTable;
using testing::FaultProxy;
using testing::IsError;
using testing::IsOk;
using testing::PgBouncer;
using testing::PostgresServer;

class PostgresSinkTest : public testing::OnHotDatabase {
 protected:
  static std::string Ranges(const Result<Coverage>& opened) {
    if (!opened.ok()) return opened.error().message;
    std::string text;
    for (const LedgerSpan& range : opened->HeldByAny().ranges()) {
      text += fmt::format("{}{}-{}", text.empty() ? "" : " ", range.first, range.last);
    }
    return text;
  }
  // Makes every COMMIT wait for a standby that is not there, or lets them go on.
  void HoldCommits(bool hold) {
    Sql(hold ? "ALTER SYSTEM SET synchronous_standby_names = 'nobody'"
             : "ALTER SYSTEM RESET synchronous_standby_names");
    Sql("SELECT pg_reload_conf()");
  }
  bool IsCommitHeld(PgConnection& observer) {
    const auto rows =
        observer.Query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    return rows.ok() && rows->Int(0, 0) > 0;
  }
};

TEST_F(PostgresSinkTest, WhatIsCommittedIsThereWithItsDigests) {
  PostgresSink sink(Options());
  EXPECT_EQ(Ranges(sink.Open()), "");
  const Batch first = NextBatch(3);
  const Batch second = NextBatch(2);
  ASSERT_THAT(sink.Commit(first, {}), IsOk());
  ASSERT_THAT(sink.Commit(second, {}), IsOk());
  PgConnection connection = Connect();
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const TableSpec& spec = *tables_[i]->spec;
    RowDigest expected = first.digest(i);
    expected.Add(second.digest(i));
    const auto digest = DigestPostgresTable(connection, spec, *HotTablePath(spec));
    ASSERT_THAT(digest, IsOk()) << spec.name;
    EXPECT_EQ(*digest, expected) << spec.name;
  }
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "5");
  EXPECT_EQ(Ranges(PostgresSink(Options()).Open()), "1000-1004");
  EXPECT_EQ(*PostgresSink(Options()).CloseTime(1001), std::optional(first.ledgers[1]->close_time));
}

TEST_F(PostgresSinkTest, ABatchSaysWhatAFlusherNeeds) {
  PostgresSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  const Batch first = NextBatch(3);
  const Batch second = NextBatch(1);
  const QualityResult quality{.dataset = "core.ledgers_row_v2",
                              .check_name = "c",
                              .check_type = "t",
                              .warn_only = false,
                              .passed = true,
                              .details = "",
                              .row_count = 3,
                              .null_anomalies = 0};
  ASSERT_THAT(sink.Commit(first, {quality}), IsOk());
  ASSERT_THAT(sink.Commit(second, {quality, quality}), IsOk());
  PgConnection connection = Connect();
  const auto batches = ReadHotBatches(connection);
  ASSERT_THAT(batches, IsOk());
  ASSERT_EQ(batches->size(), 2u);
  EXPECT_EQ((*batches)[0].range,
            (CoveredRange{1000, 1002, first.ledgers[0]->previous_hash, first.ledgers[2]->hash}));
  EXPECT_EQ((*batches)[0].tables.size(), tables_.size());
  EXPECT_EQ((*batches)[1].range.first_previous_hash, (*batches)[0].range.last_hash);
  EXPECT_EQ(Sql("SELECT digests = '" + DigestsJson(first) + "' AND row_counts = '" +
                RowCountsJson(first) + "' FROM extra.hot_batches WHERE lo = 1000"),
            "t");
  EXPECT_EQ(Sql("SELECT string_agg(concat_ws('-', lineage_after, lineage_last, quality_after, "
                "quality_last), ' ' ORDER BY lo) FROM extra.hot_batches"),
            fmt::format("0-{0}-0-1 {0}-{1}-1-3", tables_.size(), 2 * tables_.size()));
  EXPECT_NE(Sql("SELECT count(*) FROM _meta_lineage WHERE row_count > 0 AND checksum <> ''"), "0");
}

TEST_F(PostgresSinkTest, KeepsTheLedgersThemselves) {
  PostgresSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  const auto ledgers = chain_.AddPayments(2);
  ASSERT_THAT(sink.Commit(testing::ExtractBatch(tables_, ledgers, chain_.network_id()), {}),
              IsOk());
  PgConnection connection = Connect();
  for (const auto& ledger : ledgers) {
    const auto raw = ReadRawLedger(connection, ledger.sequence);
    ASSERT_THAT(raw, IsOk());
    EXPECT_EQ(*raw, ledger.xdr);
  }
  EXPECT_THAT(ReadRawLedger(connection, 7), IsError(Code::kNotFound));
  Sql("UPDATE extra.hot_ledgers SET xdr_zstd = substr(xdr_zstd, 1, 20)");
  EXPECT_THAT(ReadRawLedger(connection, 1000), IsError(Code::kDataLoss));
}

TEST_F(PostgresSinkTest, TellsTheNewTipWithTheCommit) {
  PgConnection listener = Connect();
  ASSERT_THAT(listener.Listen(kHotTipChannel), IsOk());
  PostgresSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  const Batch batch = NextBatch(2);
  ASSERT_THAT(sink.Commit(batch, {}), IsOk());
  const auto told = listener.NextNotification(60'000);
  ASSERT_THAT(told, IsOk());
  ASSERT_TRUE(told->has_value());
  EXPECT_THAT((*told)->payload,
              ::testing::HasSubstr(R"("epoch":1,"first":1000,"last":1001,"hash":")"));
}

TEST_F(PostgresSinkTest, LedgersThatAreThereAreRefusedWithWhoWroteThem) {
  PostgresSink one(Options());
  PostgresSink other(Options());
  ASSERT_THAT(one.Open(), IsOk());
  ASSERT_THAT(other.Open(), IsOk());
  const Batch batch = NextBatch(3);
  ASSERT_THAT(one.Commit(batch, {}), IsOk());
  EXPECT_THAT(other.Commit(batch, {}),
              IsError(Code::kConflict, "ledgers 1000-1002 are in the hot buffer already"));
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "3");
  ASSERT_THAT(other.Commit(NextBatch(1), {}), IsOk());
}

TEST_F(PostgresSinkTest, ABatchThatDoesNotChainIsRefused) {
  PostgresSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(NextBatch(1), {}), IsOk());
  testing::LedgerChain other("Stellarlake test network", 1001, 23);
  const Batch foreign = testing::ExtractBatch(tables_, other.AddPayments(1), other.network_id());
  EXPECT_THAT(sink.Commit(foreign, {}), IsError(Code::kDataLoss, "do not chain"));
}

TEST_F(PostgresSinkTest, UpsertReplacesWholeBatches) {
  PostgresSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  const Batch batch = NextBatch(2);
  const Batch next = NextBatch(2);
  ASSERT_THAT(sink.Commit(batch, {}), IsOk());
  ASSERT_THAT(sink.Commit(next, {}), IsOk());
  Sql("UPDATE transactions_row_v2 SET fee_charged = 0");
  PostgresSinkOptions options = Options();
  options.upsert = true;
  PostgresSink again(options);
  EXPECT_EQ(Ranges(again.Open()), "");
  ASSERT_THAT(again.Commit(batch, {}), IsOk());
  EXPECT_EQ(Ranges(again.Open()), "1000-1001");
  EXPECT_EQ(Sql("SELECT count(*) FROM transactions_row_v2 WHERE fee_charged = 0"), "2");
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "4");
  EXPECT_EQ(Sql("SELECT count(*) FROM extra.hot_ledgers"), "4");
  EXPECT_EQ(Sql("SELECT count(*) FROM _meta_lineage"), std::to_string(2 * tables_.size()));
  Batch part{.tables = next.tables, .ledgers = {}};
  part.ledgers.push_back(std::make_unique<LedgerRows>(tables_));
  part.ledgers[0]->sequence = 1002;
  EXPECT_THAT(again.Commit(part, {}), IsError(Code::kInvalidArgument, "batch 1002-1003 only"));
}

TEST_F(PostgresSinkTest, ACrashThatEmptiesTheBufferBeginsANewEpoch) {
  PostgresSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(NextBatch(3), {}), IsOk());
  server_->Stop("immediate");
  server_->Restart();
  const Batch next = NextBatch(1);
  EXPECT_THAT(sink.Commit(next, {}), IsError(Code::kUnavailable, "lost its rows in a crash"));
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "0");
  EXPECT_EQ(Ranges(sink.Open()), "");
  EXPECT_EQ(sink.epoch(), 2);
  ASSERT_THAT(sink.Commit(next, {}), IsOk());
  EXPECT_EQ(Ranges(PostgresSink(Options()).Open()), "1003-1003");
}

TEST_F(PostgresSinkTest, WhatWasFlushedIsNotTakenAgainAlsoAfterACrash) {
  PostgresSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  const Batch flushed = NextBatch(3);
  ASSERT_THAT(sink.Commit(flushed, {}), IsOk());
  PgConnection connection = Connect();
  ASSERT_THAT(WriteFlushed(connection, 1002, flushed.ledgers[2]->hash), IsOk());
  server_->Stop("immediate");
  server_->Restart();
  EXPECT_EQ(Ranges(sink.Open()), "1-1002");
  EXPECT_THAT(sink.Commit(flushed, {}), IsError(Code::kConflict, "up to 1002 were flushed"));
  testing::LedgerChain other("Stellarlake test network", 1003, 23);
  EXPECT_THAT(
      sink.Commit(testing::ExtractBatch(tables_, other.AddPayments(1), other.network_id()), {}),
      IsError(Code::kDataLoss, "does not chain"));
  ASSERT_THAT(sink.Commit(NextBatch(1), {}), IsOk());
  EXPECT_EQ(Ranges(sink.Open()), "1-1003");
}

// The retry waits for the lost attempt and finds that it happened.
TEST_F(PostgresSinkTest, ACommitWhoseAnswerIsLostIsSettledAndDoneOnce) {
  FaultProxy proxy(server_->port());
  PostgresSink sink(Options(Through(proxy.port())));
  ASSERT_THAT(sink.Open(), IsOk());
  PgConnection observer = Connect();
  const Batch batch = NextBatch(2);
  HoldCommits(true);
  auto commit = std::async(std::launch::async, [&] { return sink.Commit(batch, {}).status(); });
  while (!IsCommitHeld(observer)) std::this_thread::yield();
  const int before = proxy.accepted();
  proxy.Reset();
  while (proxy.accepted() == before) std::this_thread::yield();
  EXPECT_EQ(Sql("SELECT count(*) FROM extra.hot_batches"), "0");
  HoldCommits(false);
  EXPECT_THAT(commit.get(), IsOk());
  EXPECT_EQ(Sql("SELECT count(*) FROM extra.hot_batches"), "1");
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "2");
}

TEST_F(PostgresSinkTest, ABatchThatIsCutOffIsWrittenAgain) {
  FaultProxy proxy(server_->port());
  PostgresSink sink(Options(Through(proxy.port())));
  ASSERT_THAT(sink.Open(), IsOk());
  Sql("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM "
      "pg_advisory_xact_lock(99); RETURN NEW; END $$");
  Sql("CREATE TRIGGER slow BEFORE INSERT ON trades_row_v1 FOR EACH STATEMENT EXECUTE FUNCTION "
      "slow()");
  Sql("CREATE TRIGGER slow BEFORE INSERT ON operations_row_v2 FOR EACH STATEMENT EXECUTE FUNCTION "
      "slow()");
  PgConnection observer = Connect();
  ASSERT_THAT(observer.Execute("BEGIN; SELECT pg_advisory_xact_lock(99)"), IsOk());
  const Batch batch = NextBatch(2);
  auto commit = std::async(std::launch::async, [&] { return sink.Commit(batch, {}).status(); });
  while (true) {
    const auto rows =
        observer.Query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
    ASSERT_THAT(rows, IsOk());
    if (rows->Int(0, 0) > 0) break;
    std::this_thread::yield();
  }
  proxy.Reset();
  ASSERT_THAT(observer.Execute("COMMIT"), IsOk());
  EXPECT_THAT(commit.get(), IsOk());
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "2");
}

TEST_F(PostgresSinkTest, TwoWritersTakeTurnsAndNeverOverlap) {
  std::vector<Batch> batches;
  for (int i = 0; i < 10; ++i) batches.push_back(NextBatch(1));
  std::atomic<int> written = 0;
  const auto write = [&] {
    PostgresSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
    for (const Batch& batch : batches) {
      const auto outcome = sink.Commit(batch, {});
      if (outcome.ok()) {
        ++written;
      } else {
        EXPECT_THAT(outcome, IsError(Code::kConflict));
      }
    }
  };
  {
    std::jthread one(write);
    std::jthread other(write);
  }
  EXPECT_EQ(written, 10);
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "10");
}

TEST_F(PostgresSinkTest, WorksThroughAPooler) {
  const auto pooler = PgBouncer::Start(server_->port(), PostgresServer::kUser, 2);
  if (pooler == nullptr) GTEST_SKIP();
  PostgresSink sink(Options(pooler->Database(database_, PostgresServer::kUser)));
  ASSERT_THAT(sink.Open(), IsOk());
  for (int i = 0; i < 5; ++i) ASSERT_THAT(sink.Commit(NextBatch(1), {}), IsOk());
  ASSERT_THAT(sink.Check(), IsOk());
  EXPECT_EQ(Ranges(sink.Open()), "1000-1004");
}

TEST_F(PostgresSinkTest, SaysWhatIsMissing) {
  PostgresSinkOptions options = Options();
  options.origin.network = "pubnet";
  ASSERT_THAT(PostgresSink(Options()).Open(), IsOk());
  EXPECT_THAT(PostgresSink(options).Open(),
              IsError(Code::kInvalidArgument, "has ledgers of test, not of pubnet"));
  options.tables = {&kOperationsV1};
  EXPECT_THAT(PostgresSink(options).Open(),
              IsError(Code::kInvalidArgument, "operations_row_v1 is no table of the hot buffer"));
  PostgresSinkOptions empty = Options(server_->CreateDatabase("empty"));
  EXPECT_THAT(PostgresSink(empty).Open(), IsError(Code::kNotFound, "stellarlake hot migrate up"));
}

}  // namespace
}  // namespace lake
