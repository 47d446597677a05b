#include "postgres/connection.h"

#include <gmock/gmock.h>

#include <future>
#include <thread>

#include "postgres/transaction.h"
#include "support/fault_proxy.h"
#include "support/pg_bouncer.h"
#include "unit/postgres/server_fixture.h"

namespace lake {
namespace {

using testing::FaultProxy;
using testing::HasMessage;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;
using ::testing::Not;
using testing::PgBouncer;
using testing::PostgresServer;

class PgConnectionTest : public testing::OnPostgres {};

TEST_F(PgConnectionTest, ParametersComeBackAsTheyWere) {
  PgConnection connection = Connect();
  const std::string bytes("\0\377x", 3);
  const auto rows = connection.Query(
      "SELECT $1, $2, $3, $4, $5, $6::text, $7::bytea, $8",
      {std::int64_t{-9'223'372'036'854'775'807} - 1, 7u, true, false, "zw\xC3\xB6lf 'quoted'", "",
       AsBytes(bytes), std::optional<std::int64_t>()});
  ASSERT_THAT(rows, IsOk());
  ASSERT_THAT(rows->SingleRow(), IsOk());
  EXPECT_EQ(rows->Int(0, 0), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(rows->Int(1, 0), 7);
  EXPECT_TRUE(rows->Bool(2, 0));
  EXPECT_FALSE(rows->Bool(3, 0));
  EXPECT_EQ(rows->Text(4, 0), "zw\xC3\xB6lf 'quoted'");
  EXPECT_FALSE(rows->IsNull(5, 0));
  EXPECT_EQ(rows->Text(5, 0), "");
  EXPECT_EQ(AsText(rows->Blob(6, 0)), bytes);
  EXPECT_TRUE(rows->IsNull(7, 0));
}

TEST_F(PgConnectionTest, NumbersAndInstantsHaveTheirTypes) {
  PgConnection connection = Connect();
  const auto rows = connection.Query(
      "SELECT (-3)::smallint, (-70000)::integer, '2000-01-01T00:00:01Z'::timestamptz, "
      "'1970-01-01 00:00:00'::timestamp, NULL::bigint, 4000000000::oid");
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ(rows->Int(0, 0), -3);
  EXPECT_EQ(rows->Int(1, 0), -70'000);
  EXPECT_EQ(rows->Int(2, 0), 946'684'801'000'000);
  EXPECT_EQ(rows->Int(3, 0), 0);
  EXPECT_EQ(rows->Int(4, 0), 0);
  EXPECT_EQ(rows->Int(5, 0), 4'000'000'000);
}

TEST_F(PgConnectionTest, AnErrorHasItsStateAndLeavesTheConnectionUsable) {
  PgConnection connection = Connect();
  EXPECT_THAT(connection.Query("SELECT * FROM not_there"),
              IsError(Code::kNotFound, "relation \"not_there\" does not exist (42P01)"));
  EXPECT_THAT(connection.Execute("SELEC 1"), IsError(Code::kInternal, "(42601)"));
  EXPECT_THAT(connection.Query("SELECT 1/0"), IsError(Code::kInternal, "division by zero"));
  EXPECT_THAT(connection.Execute("SELECT 1; SELECT * FROM gone; SELECT 2"),
              IsError(Code::kNotFound, "gone"));
  EXPECT_FALSE(connection.broken());
  EXPECT_THAT(connection.Query("SELECT 1"), IsOk());
}

TEST_F(PgConnectionTest, AnErrorIsShortAndOnOneLine) {
  PgConnection connection = Connect();
  const std::string text = "first\nsecond" + std::string(100'000, 'x');
  const auto rows = connection.Query("SELECT $1::text::bigint", {text});
  ASSERT_THAT(rows, IsError(Code::kInternal, "first\\nsecond"));
  EXPECT_LT(rows.error().message.size(), 450u);
}

TEST_F(PgConnectionTest, ItsPasswordIsNeverShown) {
  server_->Sql("hot", "DO $$ BEGIN CREATE ROLE keeper LOGIN PASSWORD 'S3cretPG!'; END $$");
  const auto wrong = PgConnection::Open(
      {.conninfo = fmt::format("host={} port={} dbname=nowhere user=keeper password=S3cretPG!",
                               server_->socket_folder(), server_->port())});
  ASSERT_THAT(wrong, IsError(Code::kInvalidArgument, "(3D000)"));
  EXPECT_THAT(wrong, Not(HasMessage("S3cretPG")));
  PgConnection connection = Connect();
  EXPECT_THAT(connection.Query("SELECT 'S3cretPG!'::bigint"), Not(HasMessage("S3cretPG")));
}

TEST_F(PgConnectionTest, WhoMayNotConnectIsToldWhyByState) {
  EXPECT_THAT(PgConnection::Open({.conninfo = Through(server_->port()) + " user=stranger"}),
              IsError(Code::kInvalidArgument, "(28000)"));
  EXPECT_THAT(PgConnection::Open({.conninfo = Through(server_->port()) + " sslmode=require"}),
              IsError(Code::kInvalidArgument, "sslmode=disable"));
}

TEST_F(PgConnectionTest, NobodyListeningMayPass) {
  FaultProxy proxy(server_->port());
  proxy.Refuse(true);
  EXPECT_THAT(PgConnection::Open({.conninfo = Through(proxy.port())}), IsError(Code::kUnavailable));
  proxy.Refuse(false);
  proxy.Freeze(true);
  EXPECT_THAT(PgConnection::Open({.conninfo = Through(proxy.port()), .connect_ms_max = 200}),
              IsError(Code::kUnavailable, "no connection within 200 ms"));
  proxy.Freeze(false);
  EXPECT_THAT(PgConnection::Open({.conninfo = Through(proxy.port())}), IsOk());
}

TEST_F(PgConnectionTest, AStopEndsAWaitAndItsTransactionInTheServer) {
  std::stop_source stop;
  PgConnection connection = Connect({.stop = stop.get_token()});
  PgConnection observer = Connect();
  const std::int64_t pid = connection.backend_pid();
  const auto count = [&](std::string_view state) {
    const auto rows = observer.Query(
        "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND state = $2", {pid, state});
    return rows.ok() ? rows->Int(0, 0) : -1;
  };
  const auto transaction = PgTransaction::Begin(connection);
  ASSERT_THAT(transaction, IsOk());
  auto waiting = std::async(std::launch::async,
                            [&] { return connection.Query("SELECT pg_sleep(600)").status(); });
  while (count("active") != 1) std::this_thread::yield();
  stop.request_stop();
  EXPECT_THAT(waiting.get(), IsError(Code::kCancelled));
  while (count("active") != 0) std::this_thread::yield();
}

TEST_F(PgConnectionTest, ASilentServerIsGivenUp) {
  FaultProxy proxy(server_->port());
  PgConnection connection = Connect({.conninfo = Through(proxy.port()), .silence_ms_max = 300});
  proxy.Freeze(true);
  EXPECT_THAT(connection.Query("SELECT 1"), IsError(Code::kUnavailable, "within 300 ms"));
  EXPECT_TRUE(connection.broken());
  EXPECT_THAT(connection.Query("SELECT 1"), IsError(Code::kUnavailable));
}

TEST_F(PgConnectionTest, TheLossOfTheConnectionMayPass) {
  PgConnection connection = Connect();
  server_->Sql("hot", fmt::format("SELECT pg_terminate_backend({})", connection.backend_pid()));
  EXPECT_THAT(connection.Query("SELECT 1"), IsError(Code::kUnavailable));
  EXPECT_TRUE(connection.broken());
}

TEST_F(PgConnectionTest, NotificationsComeWithTheirCommit) {
  PgConnection listener = Connect();
  PgConnection speaker = Connect();
  ASSERT_THAT(listener.Listen("tip"), IsOk());
  ASSERT_THAT(speaker.Execute("BEGIN; NOTIFY tip, '42'"), IsOk());
  const auto before = listener.NextNotification(50);
  ASSERT_THAT(before, IsOk());
  EXPECT_FALSE(before->has_value());
  ASSERT_THAT(speaker.Execute("COMMIT"), IsOk());
  const auto after = listener.NextNotification(60'000);
  ASSERT_THAT(after, IsOk());
  ASSERT_TRUE(after->has_value());
  EXPECT_EQ((*after)->channel, "tip");
  EXPECT_EQ((*after)->payload, "42");
}

TEST_F(PgConnectionTest, WorksThroughAPoolerThatChangesServers) {
  const auto pooler = PgBouncer::Start(server_->port(), PostgresServer::kUser, 2);
  if (pooler == nullptr) GTEST_SKIP();
  const std::string through = pooler->Database("hot", PostgresServer::kUser);
  std::vector<PgConnection> clients;
  for (int i = 0; i < 5; ++i) clients.push_back(Connect({.conninfo = through}));
  for (int round = 0; round < 20; ++round) {
    for (PgConnection& client : clients) {
      const auto rows = client.Query("SELECT $1 + 1, $2 || '!'", {round, "hey"});
      ASSERT_THAT(rows, IsOk());
      EXPECT_EQ(rows->Int(0, 0), round + 1);
      EXPECT_EQ(rows->Text(1, 0), "hey!");
    }
  }
}

}  // namespace
}  // namespace lake
