// `stellarlake hot ingest` as its operator meets it: a real server, real processes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/child.h"
#include "support/eventually.h"
#include "support/growing_lake.h"
#include "support/ledger_builder.h"
#include "support/pg_bouncer.h"
#include "support/places.h"
#include "support/postgres_server.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"

namespace lake {
namespace {

using ::testing::ContainsRegex;
using testing::GrowingLake;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::PgBouncer;
using testing::PostgresServer;
using testing::WatchedProgram;

const std::string kProgram = testing::Program();
constexpr std::uint32_t kFirst = 1000;
constexpr std::uint32_t kCount = 20;

class HotIngestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    server_ = PostgresServer::Start();
    if (server_ == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
    hot_ = server_->CreateDatabase("hot");
    Export(kCount / 2);
  }
  void Migrate() {
    const ChildResult up = RunChild({kProgram, "hot", "migrate", "up", "--hot", hot_});
    ASSERT_EQ(up.exit_status, 0) << up.err;
  }
  void Export(std::uint32_t count) {
    for (; exported_ < count; ++exported_) lake_.Add(ledgers_[exported_]);
  }
  std::vector<std::string> Words(std::vector<std::string> further) const {
    std::vector<std::string> words{kProgram, "hot", "ingest",    lake_.path(),
                                   "--hot",  hot_,  "--network", std::string(kPassphrase),
                                   "--poll", "10"};
    words.insert(words.end(), further.begin(), further.end());
    return words;
  }
  std::unique_ptr<WatchedProgram> Start(std::vector<std::string> further = {},
                                        const std::string& log = "hot.log") {
    return std::make_unique<WatchedProgram>(Words(std::move(further)), folder_.File(log));
  }
  ChildResult Run(std::vector<std::string> further) const {
    return RunChild(Words(std::move(further)));
  }
  // Of a table in the buffer: how many rows, and of how many ledgers.
  std::string Held(std::string_view table = "ledgers_row_v2",
                   std::string_view column = "sequence") {
    return server_->Sql("hot", fmt::format("SELECT count(*), count(DISTINCT {0}), min({0}), "
                                           "max({0}) FROM {1}",
                                           column, table));
  }
  bool Stored(std::uint32_t count) {
    return testing::Eventually([&] { return Held() == Whole(kFirst, kFirst + count - 1); });
  }
  // As a flusher leaves the buffer.
  void Flushed(std::uint32_t last) {
    server_->Sql("hot", fmt::format("DELETE FROM extra.hot_batches WHERE hi <= {0};"
                                    "DELETE FROM ledgers_row_v2 WHERE sequence <= {0};"
                                    "UPDATE extra.hot_state SET flushed_through = {0}, "
                                    "flushed_hash = '{1}'",
                                    last, Hex(ledgers_[last - kFirst].hash)));
  }
  static std::string Whole(std::uint32_t first, std::uint32_t last) {
    return fmt::format("{0}|{0}|{1}|{2}\n", last - first + 1, first, last);
  }

  static constexpr std::string_view kPassphrase = testing::kTestPassphrase;
  testing::TempFolder folder_;
  std::unique_ptr<PostgresServer> server_;
  std::string hot_;
  GrowingLake lake_{folder_.path() / "exported", {.passphrase = std::string(kPassphrase)}};
  std::vector<testing::BuiltLedger> ledgers_ =
      testing::LedgerChain(kPassphrase, kFirst, 23).AddPayments(kCount);
  std::uint32_t exported_ = 0;
};

TEST_F(HotIngestTest, SaysWhatToDoWhenThereAreNoTables) {
  for (const std::vector<std::string>& range :
       {std::vector<std::string>{}, std::vector<std::string>{"--start", "1000:"}}) {
    const ChildResult result = Run(range);
    EXPECT_EQ(result.exit_status, 66);
    EXPECT_THAT(result.err, HasSubstr("stellarlake hot migrate up"));
  }
}

TEST_F(HotIngestTest, FillsARangeOnceAndReplacesItWhenAskedTo) {
  Migrate();
  EXPECT_EQ(Run({"--range", "1000:1004"}).exit_status, 0);
  const ChildResult again = Run({"--range", "1000:1009"});
  EXPECT_EQ(again.exit_status, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("1,005 … 1,009"));
  EXPECT_EQ(Held(), Whole(1000, 1009));
  EXPECT_EQ(Held("extra.hot_ledgers"), Whole(1000, 1009));
  EXPECT_EQ(Run({"--upsert"}).exit_status, 2);
  const ChildResult anew = Run({"--range", "1000:1009", "--upsert"});
  EXPECT_EQ(anew.exit_status, 0) << anew.err;
  EXPECT_THAT(anew.out, HasSubstr("1,000 … 1,009"));
  EXPECT_EQ(Held(), Whole(1000, 1009));
  EXPECT_EQ(Held("extra.hot_ledgers"), Whole(1000, 1009));
}

TEST_F(HotIngestTest, ADryRunWritesNothing) {
  Migrate();
  const ChildResult result = Run({"--dry-run"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("nothing was written"));
  EXPECT_EQ(Held(), "0|0||\n");
}

TEST_F(HotIngestTest, WritesTheTablesThatWereAskedForAndKeepsTheirColumns) {
  Migrate();
  EXPECT_EQ(Run({"--range", "1000:1004", "--tables", "ledgers_row_v2"}).exit_status, 0);
  EXPECT_EQ(Held(), Whole(1000, 1004));
  EXPECT_EQ(Held("transactions_row_v2", "ledger_sequence"), "0|0||\n");
  const ChildResult narrow = Run({"--range", "1005:1009", "--exclude", "ledgers_row_v2.base_fee"});
  EXPECT_EQ(narrow.exit_status, 2);
  EXPECT_THAT(narrow.err, HasSubstr("the hot buffer keeps all of them"));
}

// As the ingester of spec 004 is configured.
TEST_F(HotIngestTest, TakesAConfigurationOfTheSpecification) {
  Migrate();
  const std::string config = folder_.Write(
      "config.yaml",
      fmt::format("service: {{name: stellar-postgres-ingester, health_port: 0}}\n"
                  "source:\n  endpoint: {}\n  network_passphrase: \"{}\"\n"
                  "  start_ledger: 1000\n  end_ledger: 1004\n"
                  "postgres:\n  host: 127.0.0.1\n  port: {}\n  database: hot\n  user: {}\n"
                  "  password: \"\"\n  sslmode: disable\n  batch_size: 2\n"
                  "  commit_interval_seconds: 5\n  max_retries: 3\n"
                  "checkpoint: {{file_path: /nowhere/checkpoint.json}}\n"
                  "logging: {{level: info, format: json}}\n",
                  lake_.path(), kPassphrase, server_->port(), PostgresServer::kUser));
  const ChildResult result = RunChild({kProgram, "hot", "ingest", "--config", config});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_EQ(Held(), Whole(1000, 1004));
  EXPECT_EQ(server_->Sql("hot", "SELECT max(hi - lo) + 1 FROM extra.hot_batches"), "2\n");
  EXPECT_EQ(server_->Sql("hot", "SELECT DISTINCT processor_name FROM _meta_lineage"),
            "stellar-postgres-ingester\n");
}

TEST_F(HotIngestTest, FollowsAndAfterAKillGoesOnBehindTheLastLedger) {
  Migrate();
  {
    const auto ingest = Start();
    ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount / 2 - 1)) << ingest->Log();
    EXPECT_THAT(ingest->Log(), HasSubstr("it begins with the newest ledger of the source"));
    Export(kCount / 2 + 3);
    ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount / 2 + 2)) << ingest->Log();
    EXPECT_EQ(ingest->StatusOf("/ready"), 200);
    const nlohmann::json health = ingest->Health();
    EXPECT_EQ(health["components"]["hot_buffer"]["status"], "healthy");
    EXPECT_EQ(health["hot_epoch"], 1);
    EXPECT_EQ(health["hot_epochs_lost"], 0);
    EXPECT_EQ(ingest->Metric("stellarlake_hot_epoch"), 1);
    EXPECT_EQ(ingest->Metric("stellarlake_hot_epochs_lost_total"), 0);
    EXPECT_EQ(ingest->Metric("flusher_flush_count"), -1);
    ingest->Kill();
  }
  Export(kCount);
  const auto ingest = Start();
  ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount - 1)) << ingest->Log();
  EXPECT_EQ(Held(), Whole(kFirst + kCount / 2 - 1, kFirst + kCount - 1));
  ingest->Stop();
  EXPECT_EQ(Held(), Whole(kFirst + kCount / 2 - 1, kFirst + kCount - 1));
}

// Nobody else knows where it began; to begin at the newest would lose what came between.
TEST_F(HotIngestTest, DoesNotGuessWhereABufferBeganThatACrashEmptied) {
  Migrate();
  ASSERT_EQ(Run({"--range", "1000:1004"}).exit_status, 0);
  server_->Stop("immediate");
  server_->Restart();
  const ChildResult result = Run({});
  EXPECT_EQ(result.exit_status, 66);
  EXPECT_THAT(result.err, HasSubstr("with --start LEDGER:"));
  EXPECT_EQ(Run({"--range", "1000:1009"}).exit_status, 0);
  EXPECT_EQ(Held(), Whole(1000, 1009));
}

TEST_F(HotIngestTest, GoesOnBehindWhatWasFlushed) {
  Migrate();
  ASSERT_EQ(Run({"--range", "1000:1004"}).exit_status, 0);
  Flushed(1004);
  const auto ingest = Start();
  ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount / 2 - 1)) << ingest->Log();
  // Also when the rows of the epoch are gone.
  server_->Stop("immediate");
  server_->Restart();
  Export(kCount);
  ASSERT_TRUE(ingest->Await([&] { return Held() == Whole(1005, kFirst + kCount - 1); }))
      << ingest->Log();
  EXPECT_THAT(ingest->Log(), HasSubstr("begins behind ledger 1004"));
}

TEST_F(HotIngestTest, SaysWhenAFlusherWouldNotGetToItsLedgers) {
  Migrate();
  ASSERT_EQ(Run({"--range", "1000:1002"}).exit_status, 0);
  const ChildResult behind = Run({"--range", "1006:1008"});
  EXPECT_EQ(behind.exit_status, 0) << behind.err;
  EXPECT_THAT(behind.err, HasSubstr("3 ledgers before ledger 1006 are neither in the lake nor"));
  EXPECT_THAT(Run({"--range", "1003:1009"}).err, Not(HasSubstr("neither")));
  EXPECT_EQ(Held(), Whole(1000, 1009));
}

// It has to need nobody: the server is back, and so are the ledgers.
TEST_F(HotIngestTest, ACrashOfTheServerLosesNoLedgerOfAFollow) {
  Migrate();
  const auto ingest = Start({"--start", "1000:"});
  ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount / 2 - 1)) << ingest->Log();
  int crashes = 0;
  for (std::uint32_t count = kCount / 2; count < kCount; count += 5) {
    server_->Stop("immediate");
    ++crashes;
    server_->Restart();
    ASSERT_EQ(Held(), "0|0||\n");
    Export(count + 5);
    ASSERT_TRUE(ingest->Await([&] { return Held() == Whole(kFirst, kFirst + count + 4); }))
        << ingest->Log();
    EXPECT_TRUE(ingest->Await([&] { return ingest->Fact("hot_epochs_lost") == crashes; }));
  }
  EXPECT_EQ(Held("extra.hot_ledgers"), Whole(kFirst, kFirst + kCount - 1));
  EXPECT_THAT(ingest->Log(), HasSubstr("PostgreSQL crashed and emptied the hot buffer"));
  EXPECT_EQ(ingest->Fact("hot_epoch"), 1 + crashes);
  EXPECT_EQ(ingest->Metric("stellarlake_hot_epochs_lost_total"), crashes);
  EXPECT_THAT(ingest->Health()["last_error"].dump(), HasSubstr("lost its rows in a crash"));
  EXPECT_TRUE(ingest->Await([&] { return ingest->Health()["status"] == "healthy"; }));
  EXPECT_TRUE(ingest->running());
}

// Both wait for the same ledger; one of them comes second.
TEST_F(HotIngestTest, OfTwoTheSecondSaysWhoWroteItsLedgers) {
  Migrate();
  const auto first = Start({"--start", "1000:"}, "first.log");
  ASSERT_TRUE(first->AwaitCommitted(kFirst + kCount / 2 - 1)) << first->Log();
  const auto second = Start({"--start", "1000:"}, "second.log");
  ASSERT_TRUE(second->AwaitCommitted(kFirst + kCount / 2 - 1)) << second->Log();
  const auto both = [&] { return first->running() && second->running(); };
  for (std::uint32_t count = kCount / 2; count < kCount && both(); ++count) {
    Export(count + 1);
    ASSERT_TRUE(Stored(count + 1)) << first->Log() << second->Log();
  }
  const auto& left = first->running() ? first : second;
  const auto& ended = first->running() ? second : first;
  ASSERT_TRUE(left->Await([&] { return !ended->running(); })) << left->Log();
  EXPECT_THAT(ended->Log(), ContainsRegex("are in the hot buffer already: .*:[0-9]+ wrote"));
  EXPECT_TRUE(left->running());
}

TEST_F(HotIngestTest, WorksThroughPgBouncer) {
  Migrate();
  const auto bouncer = PgBouncer::Start(server_->port(), PostgresServer::kUser);
  if (bouncer == nullptr) GTEST_SKIP() << "PgBouncer is not installed";
  hot_ = bouncer->Database("hot", PostgresServer::kUser);
  const auto ingest = Start({"--start", "1000:"});
  Export(kCount);
  ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount - 1)) << ingest->Log();
  EXPECT_EQ(Held(), Whole(kFirst, kFirst + kCount - 1));
}

}  // namespace
}  // namespace lake
