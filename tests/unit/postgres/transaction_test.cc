#include "postgres/transaction.h"

#include <gmock/gmock.h>

#include <thread>

#include "support/fault_proxy.h"
#include "unit/postgres/server_fixture.h"

namespace lake {
namespace {

using testing::FaultProxy;
using testing::IsError;
using testing::IsOk;

class PgTransactionTest : public testing::OnPostgres {
 protected:
  void SetUp() override {
    testing::OnPostgres::SetUp();
    if (server_ != nullptr)
      server_->Sql("hot", "DROP TABLE IF EXISTS t; CREATE TABLE t (n int PRIMARY KEY)");
  }
  static std::string Rows() { return server_->Sql("hot", "SELECT count(*) FROM t"); }
};

TEST_F(PgTransactionTest, IsThereWhenItIsCommittedAndGoneOtherwise) {
  PgConnection connection = Connect();
  {
    auto transaction = PgTransaction::Begin(connection);
    ASSERT_THAT(transaction, IsOk());
    ASSERT_THAT(connection.Execute("INSERT INTO t VALUES (1)"), IsOk());
  }
  EXPECT_FALSE(connection.in_transaction());
  EXPECT_EQ(Rows(), "0\n");
  auto transaction = PgTransaction::Begin(connection, "ISOLATION LEVEL SERIALIZABLE");
  ASSERT_THAT(transaction, IsOk());
  ASSERT_THAT(connection.Execute("INSERT INTO t VALUES (1)"), IsOk());
  EXPECT_EQ(transaction->Commit().end, PgCommitEnd::kCommitted);
  EXPECT_EQ(Rows(), "1\n");
}

TEST_F(PgTransactionTest, ACommitAfterAFailedStatementIsARollBack) {
  PgConnection connection = Connect();
  auto transaction = PgTransaction::Begin(connection);
  ASSERT_THAT(transaction, IsOk());
  ASSERT_THAT(connection.Execute("INSERT INTO t VALUES (1)"), IsOk());
  ASSERT_THAT(connection.Execute("INSERT INTO t VALUES (1)"), IsError(Code::kConflict, "23505"));
  const PgCommitOutcome outcome = transaction->Commit();
  EXPECT_EQ(outcome.end, PgCommitEnd::kRolledBack);
  EXPECT_THAT(outcome.status, IsError(Code::kInternal));
  EXPECT_FALSE(connection.broken());
}

TEST_F(PgTransactionTest, ARefusalAtCommitIsKnown) {
  server_->Sql("hot",
               "ALTER TABLE t ADD CONSTRAINT late UNIQUE (n) DEFERRABLE INITIALLY DEFERRED; "
               "ALTER TABLE t DROP CONSTRAINT t_pkey");
  PgConnection connection = Connect();
  auto transaction = PgTransaction::Begin(connection);
  ASSERT_THAT(transaction, IsOk());
  ASSERT_THAT(connection.Execute("INSERT INTO t VALUES (1), (1)"), IsOk());
  const PgCommitOutcome outcome = transaction->Commit();
  EXPECT_EQ(outcome.end, PgCommitEnd::kRolledBack);
  EXPECT_THAT(outcome.status, IsError(Code::kConflict, "23505"));
  EXPECT_THAT(connection.Query("SELECT 1"), IsOk());
}

// The server goes on with a COMMIT whose client is gone, here until a standby that does not exist
// is not waited for any more.
TEST_F(PgTransactionTest, ACommitWhoseConnectionIsLostIsUnknownAndMayHappenLater) {
  FaultProxy proxy(server_->port());
  PgConnection connection = Connect({.conninfo = Through(proxy.port())});
  server_->Sql("hot", "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  server_->Sql("hot", "SELECT pg_reload_conf()");
  PgConnection observer = Connect();
  auto transaction = PgTransaction::Begin(connection);
  ASSERT_THAT(transaction, IsOk());
  ASSERT_THAT(connection.Execute("SELECT pg_advisory_xact_lock(7); INSERT INTO t VALUES (1)"),
              IsOk());
  std::jthread cutter([&] {
    while (true) {
      const auto rows =
          observer.Query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
      if (rows.ok() && rows->Int(0, 0) == 1) break;
      std::this_thread::yield();
    }
    proxy.Reset();
  });
  const PgCommitOutcome outcome = transaction->Commit();
  EXPECT_EQ(outcome.end, PgCommitEnd::kUnknown);
  EXPECT_THAT(outcome.status, IsError(Code::kUnavailable));
  EXPECT_TRUE(connection.broken());
  EXPECT_EQ(Rows(), "0\n");
  // Whoever takes the lock that it holds waits for its end.
  EXPECT_EQ(server_->Sql("hot", "SELECT pg_try_advisory_xact_lock(7)"), "f\n");
  server_->Sql("hot", "ALTER SYSTEM RESET synchronous_standby_names");
  server_->Sql("hot", "SELECT pg_reload_conf()");
  server_->Sql("hot", "SELECT pg_advisory_xact_lock(7)");
  EXPECT_EQ(Rows(), "1\n");
}

TEST_F(PgTransactionTest, AStopDoesNotEndACommit) {
  std::stop_source stop;
  PgConnection connection = Connect({.stop = stop.get_token()});
  auto transaction = PgTransaction::Begin(connection);
  ASSERT_THAT(transaction, IsOk());
  ASSERT_THAT(connection.Execute("INSERT INTO t VALUES (5)"), IsOk());
  stop.request_stop();
  EXPECT_EQ(transaction->Commit().end, PgCommitEnd::kCommitted);
  EXPECT_EQ(Rows(), "1\n");
}

}  // namespace
}  // namespace lake
