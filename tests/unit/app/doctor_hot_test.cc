// What `stellarlake doctor` says of a hot buffer, on a real PostgreSQL server.
#include <gmock/gmock.h>

#include <map>

#include "app/checkup.h"
#include "app/config.h"
#include "support/child.h"
#include "support/pg_bouncer.h"
#include "support/places.h"
#include "unit/view/both_stores.h"

namespace lake {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::PgBouncer;
using testing::PostgresServer;
using ::testing::StartsWith;

class DoctorHot : public testing::BothStores {
 protected:
  void SetUp() override {
    BothStores::SetUp();
    if (IsSkipped()) return;
    Migrate({"force", std::to_string(EmbeddedMigrations().back().version)});
  }
  void Migrate(std::vector<std::string> words) const {
    words.insert(words.begin(), {testing::Program(), "hot", "migrate"});
    words.insert(words.end(), {"--hot", conninfo_});
    const ChildResult result = RunChild(words);
    ASSERT_EQ(result.exit_status, 0) << result.err;
  }
  // "ok: may read" by check.
  std::map<std::string, std::string> Find(std::string conninfo = {}) const {
    Settings settings = DefaultSettings(kDoctor);
    settings.hot = conninfo.empty() ? conninfo_ : std::move(conninfo);
    settings.lake = lake_.location;
    std::map<std::string, std::string> found;
    for (const Finding& finding : CheckHot(settings, {})) {
      EXPECT_EQ(finding.next.empty(), finding.state == Finding::State::kOk) << finding.check;
      found[finding.check] =
          fmt::format("{}: {}{}{}", FindingStateName(finding.state), finding.detail,
                      finding.next.empty() ? "" : " -> ", finding.next);
    }
    return found;
  }
  std::string As(std::string_view user) const {
    return fmt::format("host={} port={} dbname={} user={}", server_->socket_folder(),
                       server_->port(), database_, user);
  }
};

TEST_F(DoctorHot, ABufferInUseIsOk) {
  CommitToLake(NextBatch(2));
  const Batch first = Ingest(2);
  Ingest(1);
  auto found = Find();
  EXPECT_THAT(found["hot server"], AllOf(StartsWith("ok: PostgreSQL 1"), HasSubstr("as lake")));
  EXPECT_EQ(found["hot encryption"], "ok: none, the server is on this machine");
  EXPECT_EQ(found["hot transactions"], "ok: work, on a direct connection");
  EXPECT_THAT(found["hot schema"],
              AllOf(StartsWith("ok: migration "), HasSubstr("as they should")));
  EXPECT_EQ(found["hot rights"], "ok: may read, ingest, flush, vacuum");
  EXPECT_THAT(found["hot tables"], AllOf(StartsWith("ok: "), HasSubstr("UNLOGGED: a crash")));
  EXPECT_EQ(found["hot epoch"], "ok: 1, of test");
  EXPECT_THAT(found["hot ledgers"],
              AllOf(HasSubstr("1,002 … 1,004 in 2 batches, the last one "), HasSubstr(" ago")));
  EXPECT_EQ(found["hot and lake"], "ok: nothing was flushed yet, the lake ends with 1001");
  CommitToLake(first);
  MarkFlushed(first);
  EXPECT_EQ(Find()["hot and lake"], "ok: flushed through 1003, the lake ends with 1003");
}

TEST_F(DoctorHot, ItIsOkBeforeAnythingWasWritten) {
  auto found = Find();
  EXPECT_EQ(found["hot epoch"], "ok: none, nothing was written yet");
  EXPECT_EQ(found.count("hot and lake"), 0u);
  Ingest(1);
  EXPECT_EQ(Find()["hot and lake"], "ok: there is no lake, and nothing was flushed yet");
}

TEST_F(DoctorHot, TheWayMayLeadThroughAPooler) {
  const auto bouncer = PgBouncer::Start(server_->port(), PostgresServer::kUser);
  if (!bouncer) GTEST_SKIP() << "PgBouncer is not installed";
  Ingest(1);
  auto found = Find(Through(bouncer->port()));
  EXPECT_EQ(found["hot transactions"], "ok: work through the pooler");
  EXPECT_EQ(found["hot epoch"], "ok: 1, of test");
  const auto statements = PgBouncer::Start(server_->port(), PostgresServer::kUser, 5, "statement");
  EXPECT_THAT(Find(Through(statements->port()))["hot transactions"],
              AllOf(StartsWith("fail: "), HasSubstr("-> PgBouncer needs pool_mode = transaction")));
}

TEST_F(DoctorHot, ASchemaThatIsNotTheNewestFails) {
  Migrate({"force", "3"});
  EXPECT_THAT(Find()["hot schema"], AllOf(StartsWith("fail: migration 3 of "),
                                          HasSubstr("-> stellarlake hot migrate up")));
  Migrate({"force", "-1"});
  EXPECT_THAT(Find()["hot schema"], StartsWith("fail: no migration was applied"));
  Sql("DROP SCHEMA extra CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  auto found = Find();
  EXPECT_THAT(found["hot schema"], StartsWith("fail: no migration was applied"));
  EXPECT_EQ(found.count("hot rights") + found.count("hot epoch"), 0u);
}

TEST_F(DoctorHot, TablesThatSomebodyChangedFail) {
  Sql("ALTER TABLE trades_row_v1 DROP COLUMN price CASCADE");
  EXPECT_THAT(Find()["hot schema"],
              AllOf(HasSubstr("but tables were changed"), HasSubstr("hot migrate create")));
}

TEST_F(DoctorHot, SaysWhatTheUserMayDo) {
  Migrate({"up", "--roles"});
  Sql("CREATE ROLE d_ingest LOGIN IN ROLE stellar_hot_ingester; CREATE ROLE d_flush LOGIN IN ROLE "
      "stellar_hot_flusher; CREATE ROLE d_read LOGIN IN ROLE stellar_hot_reader; CREATE ROLE "
      "d_none LOGIN");
  EXPECT_EQ(Find(As("d_read"))["hot rights"], "ok: may read; may not ingest, flush, vacuum");
  EXPECT_THAT(Find(As("d_ingest"))["hot rights"], StartsWith("ok: may read, ingest"));
  EXPECT_THAT(Find(As("d_flush"))["hot rights"], StartsWith("ok: may read, flush"));
  EXPECT_THAT(Find(As("d_none"))["hot rights"],
              AllOf(StartsWith("fail: "), HasSubstr("cannot be read"), HasSubstr("--roles")));
  Sql("REVOKE INSERT ON trades_row_v1 FROM stellar_hot_ingester");
  EXPECT_THAT(Find(As("d_ingest"))["hot rights"],
              StartsWith("warn: trades_row_v1 cannot be filled, others can"));
  Sql("REVOKE DELETE ON trades_row_v1 FROM stellar_hot_flusher");
  EXPECT_THAT(Find(As("d_flush"))["hot rights"],
              StartsWith("warn: trades_row_v1 cannot be flushed, others can"));
}

TEST_F(DoctorHot, SaysWhatACrashLeaves) {
  Migrate({"up", "--logged"});
  EXPECT_THAT(Find()["hot tables"], HasSubstr("LOGGED, they survive a crash"));
  Sql("ALTER TABLE trades_row_v1 SET UNLOGGED");
  EXPECT_THAT(Find()["hot tables"], AllOf(StartsWith("warn: "), HasSubstr(", 1 UNLOGGED"),
                                          HasSubstr("-> stellarlake hot migrate up --logged")));
  Ingest(1);
  Sql("TRUNCATE extra.hot_epoch");
  auto found = Find();
  EXPECT_THAT(found["hot epoch"], AllOf(StartsWith("warn: 1, of test: its rows were lost"),
                                        HasSubstr("start `stellarlake hot ingest`")));
  EXPECT_EQ(found.count("hot ledgers"), 0u);
}

TEST_F(DoctorHot, WarnsOfAnIngesterThatStandsStillAndOfHoles) {
  CommitToLake(NextBatch(1));
  Ingest(1);
  Sql("UPDATE extra.hot_batches SET created_at = now() - interval '1 hour'");
  EXPECT_THAT(Find()["hot ledgers"],
              AllOf(StartsWith("warn: "), HasSubstr("1h 00m ago"), HasSubstr("running?")));
  chain_.Skip(2);
  Ingest(1);
  auto found = Find();
  EXPECT_THAT(found["hot ledgers"],
              AllOf(StartsWith("warn: "), HasSubstr("1,002 … 1,003 are missing"),
                    HasSubstr("hot ingest SOURCE --range 1002:1003")));
  EXPECT_THAT(found["hot and lake"],
              AllOf(StartsWith("warn: "), HasSubstr("ledgers 1,002 … 1,003 are in neither")));
}

TEST_F(DoctorHot, FailsWhenTheLakeIsNotTheOneThatWasFlushedTo) {
  CommitToLake(NextBatch(1));
  MarkFlushed(Ingest(2));
  EXPECT_THAT(Find()["hot and lake"],
              StartsWith("fail: ledgers through 1002 were flushed to a lake, and this lake does "
                         "not have ledger 1002"));
  lake_.location = "ducklake:sqlite:" + folder_.File("none.sqlite");
  EXPECT_THAT(Find()["hot and lake"],
              AllOf(StartsWith("fail: ledgers through 1002 were flushed to a lake: "),
                    HasSubstr("-> --lake names it")));
}

TEST_F(DoctorHot, IsPartOfTheCommandWhenAConfigurationNamesIt) {
  Ingest(1);
  const std::string config = folder_.Write(
      "hot.yaml", fmt::format("postgres: {{host: 127.0.0.1, port: {}, database: {}, user: {}, "
                              "password: hidden123, sslmode: disable}}\n",
                              server_->port(), database_, PostgresServer::kUser));
  const ChildOptions there{.folder = folder_.path().string()};
  ChildResult result = RunChild({testing::Program(), "doctor", "--config", config}, there);
  EXPECT_EQ(result.exit_status, 0) << result.out << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("ok    hot epoch                  1, of test\n"),
                                Not(HasSubstr("hidden123"))));
  EXPECT_THAT(RunChild({testing::Program(), "doctor"}, there).out, Not(HasSubstr("hot ")));
  result =
      RunChild({testing::Program(), "doctor", "--hot", "host=127.0.0.1 port=1 dbname=x"}, there);
  EXPECT_EQ(result.exit_status, 69);
  EXPECT_THAT(result.out, AllOf(HasSubstr("fail  hot server"), HasSubstr("start PostgreSQL")));
}

}  // namespace
}  // namespace lake
