// `stellarlake flush` as its user meets it: a real hot buffer, a lake in a folder, /health,
// signals.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>

#include "stellar/network.h"
#include "support/child.h"
#include "support/eventually.h"
#include "support/lake_files.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"
#include "unit/sink/hot_database.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::PostgresServer;
using testing::WatchedProgram;

class FlushCommand : public testing::OnHotDatabase {
 protected:
  void SetUp() override {
    OnHotDatabase::SetUp();
    if (server_ == nullptr) return;
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
    config_ = folder_.Write(
        "flush.yaml",
        fmt::format("service:\n  name: postgres-ducklake-flusher\n  flush_interval_minutes: 60\n"
                    "  final_flush_seconds: 600\n"
                    "postgres:\n  host: 127.0.0.1\n  port: {}\n  database: {}\n  user: {}\n"
                    "  password: secret123\n  sslmode: disable\n"
                    "ducklake:\n  catalog_path: {}\n  catalog_name: testnet_catalog\n"
                    "  schema_name: bronze\n"
                    "source:\n  network_passphrase: {}\n"
                    "vacuum:\n  enabled: true\n  every_n_flushes: 1\n",
                    server_->port(), database_, PostgresServer::kUser, Lake(),
                    testing::kTestPassphrase));
    std::filesystem::permissions(config_, std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
  }
  std::string Lake() const { return (folder_.path() / "lake").string(); }
  std::string Ledgers() const { return (folder_.path() / "ledgers").string(); }

  // The chain's next ledgers in the hot buffer.
  void Add(std::size_t count) {
    PostgresSinkOptions options = Options();
    options.origin.network = NetworkOfPassphrase(testing::kTestPassphrase).name;
    PostgresSink sink(options);
    ASSERT_THAT(sink.Open(), IsOk());
    const auto ledgers = chain_.AddPayments(count);
    all_.insert(all_.end(), ledgers.begin(), ledgers.end());
    ASSERT_THAT(sink.Commit(testing::ExtractBatch(tables_, ledgers, chain_.network_id()), {}),
                IsOk());
  }
  ChildResult Once(std::vector<std::string> more = {}) {
    std::vector<std::string> words{testing::Program(), "flush", "--once", "--config", config_};
    words.insert(words.end(), more.begin(), more.end());
    return RunChild(words);
  }
  // Against the ledgers themselves: nothing tells which way they came.
  void ExpectVerified() {
    WriteLake(Ledgers(), all_, {.passphrase = std::string(testing::kTestPassphrase)});
    const ChildResult verified =
        RunChild({testing::Program(), "verify", "--config", config_, "--source", Ledgers()});
    EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
  }

  const testing::TempFolder folder_;
  std::string config_;
  std::vector<testing::BuiltLedger> all_;
};

TEST_F(FlushCommand, OnceMovesWhatIsThereAndSaysSo) {
  const ChildResult nothing = Once();
  EXPECT_EQ(nothing.exit_status, 0) << nothing.err;
  EXPECT_THAT(nothing.out, HasSubstr("nobody has written to the hot buffer"));
  Add(3);
  const ChildResult flushed = Once();
  EXPECT_EQ(flushed.exit_status, 0) << flushed.err;
  EXPECT_THAT(flushed.out, HasSubstr("flushed 1,000 … 1,002"));
  EXPECT_THAT(flushed.err, HasSubstr("vacuumed"));
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "0");
  EXPECT_THAT(Once().out, HasSubstr("nothing to flush"));
  ExpectVerified();
}

TEST_F(FlushCommand, AHoleIsAnErrorBehindWhatCouldBeFlushed) {
  Add(2);
  const auto missing = chain_.AddPayments(2);
  Add(1);
  const ChildResult flushed = Once();
  EXPECT_EQ(flushed.exit_status, 65);
  EXPECT_THAT(flushed.out, HasSubstr("flushed 1,000 … 1,001"));
  EXPECT_THAT(flushed.err, HasSubstr("--range 1002:1003"));
}

TEST_F(FlushCommand, VanishedRowsEndWithAMessageThatNamesThem) {
  Add(2);
  Sql("DELETE FROM operations_row_v2 WHERE ledger_sequence = 1001");
  const ChildResult refused = Once();
  EXPECT_EQ(refused.exit_status, 65);
  EXPECT_THAT(refused.err, HasSubstr("operations_row_v2: the hot buffer has"));
}

TEST_F(FlushCommand, SaysWhatIsWrongWithItsSettings) {
  EXPECT_EQ(Once({"--interval", "4"}).exit_status, 2);
  EXPECT_EQ(Once({"--interval", "61"}).exit_status, 2);
  EXPECT_EQ(Once({"--delete-delay", "soon"}).exit_status, 2);
  EXPECT_EQ(Once({"--tables", "nonsense"}).exit_status, 2);
  server_->Stop();
  const ChildResult away = Once();
  EXPECT_EQ(away.exit_status, 69);
  EXPECT_EQ((away.out + away.err).find("secret123"), std::string::npos);
  server_->Restart();
}

TEST_F(FlushCommand, TheServiceFlushesShowsItselfAndFlushesOnceMoreWhenItIsStopped) {
  Add(3);
  WatchedProgram flusher({testing::Program(), "flush", "--config", config_},
                         folder_.File("flush.log"));
  ASSERT_TRUE(flusher.Await([&] { return flusher.Fact("last_watermark") == 1002; }))
      << flusher.Log();
  ASSERT_TRUE(flusher.Await([&] { return flusher.Fact("flush_count") == 1; }));
  const auto health = flusher.Health();
  EXPECT_EQ(health["status"], "healthy");
  EXPECT_EQ(health["service"], "postgres-ducklake-flusher");
  for (const char* field : {"flush_count", "last_flush_time", "last_watermark", "total_flushed",
                            "uptime_seconds", "next_flush_in"}) {
    EXPECT_TRUE(health.contains(field)) << field;
  }
  EXPECT_GT(health["total_flushed"].get<int>(), 9);
  EXPECT_THAT(health["next_flush_in"].get<std::string>(), ::testing::EndsWith("s"));
  EXPECT_EQ(flusher.StatusOf("/ready"), 200);
  EXPECT_EQ(flusher.Metric("flusher_flush_count"), 1);
  EXPECT_EQ(flusher.Metric("flusher_last_watermark"), 1002);
  EXPECT_EQ(flusher.Metric("stellarlake_flush_seconds_count"), 1);
  // Still there: queries may have begun to read them.
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "3");
  Add(2);
  flusher.Stop();
  EXPECT_THAT(flusher.Log(), HasSubstr("flushed ledgers 1,003 … 1,004"));
  EXPECT_EQ(Sql("SELECT count(*) FROM ledgers_row_v2"), "0");
  ExpectVerified();
}

TEST_F(FlushCommand, TheServiceKeepsTheLakeUpBetweenTwoFlushes) {
  Add(3);
  const std::string config =
      folder_.Write("upkeep.yaml", testing::ReadFile(config_) +
                                       "maintain: {every: 1s, expire: 0s, keep_all: 0s}\n");
  WatchedProgram flusher({testing::Program(), "flush", "--config", config},
                         folder_.File("flush.log"));
  ASSERT_TRUE(flusher.Await([&] { return flusher.Fact("last_watermark") == 1002; }));
  ASSERT_TRUE(flusher.Await([&] {
    return flusher.Log().find("snapshots expired") != std::string::npos;
  })) << flusher.Log();
  Add(2);
  flusher.Stop();
  EXPECT_THAT(flusher.Log(), HasSubstr("flushed ledgers 1,003 … 1,004"));
  ExpectVerified();
}

TEST_F(FlushCommand, TheServiceLivesThroughPostgresGoingAway) {
  Add(2);
  server_->Stop();
  WatchedProgram flusher({testing::Program(), "flush", "--config", config_},
                         folder_.File("flush.log"));
  ASSERT_TRUE(flusher.Await([&] {
    const auto health = flusher.Health();  // empty while nobody answers
    return health.contains("components") &&
           health["components"]["hot_buffer"].value("status", "") == "degraded";
  })) << flusher.Log();
  EXPECT_NE(flusher.StatusOf("/ready"), 200);
  server_->Restart();
  ASSERT_TRUE(flusher.Await([&] { return flusher.Fact("last_watermark") == 1001; }))
      << flusher.Log();
  EXPECT_TRUE(flusher.Await([&] { return flusher.Health().value("status", "") == "healthy"; }));
}

}  // namespace
}  // namespace lake
