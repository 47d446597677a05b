// What an operator sees of an ingest while its source or its lake is away.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/child.h"
#include "support/free_port.h"
#include "support/growing_lake.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/postgres_server.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"

namespace lake {
namespace {

using testing::FreePort;
using testing::GrowingLake;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::PostgresServer;
using testing::WatchedProgram;

const std::string kProgram = testing::Program();
constexpr std::uint32_t kFirst = 1000;
constexpr std::uint32_t kCount = 10;

class IngestHealthTest : public ::testing::Test {
 protected:
  IngestHealthTest() {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
    for (std::uint32_t i = 0; i < kCount / 2; ++i) exported_.Add(ledgers_[i]);
  }
  std::unique_ptr<WatchedProgram> Ingest(const std::string& source,
                                         std::vector<std::string> further, bool tables = true) {
    std::vector<std::string> words{kProgram,
                                   "ingest",
                                   source,
                                   "--start",
                                   fmt::format("{}:", kFirst),
                                   "--network",
                                   std::string(testing::kTestPassphrase),
                                   "--commit-interval",
                                   "0"};
    if (tables) words.insert(words.end(), {"--tables", "ledgers_row_v2"});
    words.insert(words.end(), further.begin(), further.end());
    return std::make_unique<WatchedProgram>(words, folder_.File("ingest.log"));
  }

  testing::TempFolder folder_;
  GrowingLake exported_{folder_.path() / "exported",
                        {.passphrase = std::string(testing::kTestPassphrase)}};
  std::vector<testing::BuiltLedger> ledgers_ =
      testing::LedgerChain(testing::kTestPassphrase, kFirst, 23).AddPayments(kCount);
};

TEST_F(IngestHealthTest, ASourceThatIsAwayIsSeenBeforeTheFirstLedger) {
  const int port = FreePort();
  const std::string source = fmt::format("grpc://127.0.0.1:{}", port);
  const std::string config =
      folder_.Write("config.yaml",
                    "source: {retry_ms: 50, retry_max_ms: 100, first_attempts: 0, token: hunter2, "
                    "breaker: {open_ms: 300}}\n");
  const auto ingest = Ingest(source, {"--lake", folder_.File("lake"), "--config", config});
  // Degraded while it is tried again, unhealthy when its circuit breaker opens.
  ASSERT_TRUE(ingest->Await([&] { return ingest->Health().value("status", "") == "unhealthy"; }))
      << ingest->Log();
  const nlohmann::json health = ingest->Health();
  EXPECT_EQ(health["components"][source]["status"], "unhealthy");
  EXPECT_TRUE(health.contains("last_error"));
  EXPECT_EQ(ingest->StatusOf("/health"), 503);
  EXPECT_EQ(ingest->StatusOf("/ready"), 503);
  EXPECT_GT(
      ingest->Metric(fmt::format("stellarlake_source_breaker_state{{source=\"{}\"}}", source)), 0);
  EXPECT_THAT(health.dump() + ingest->Log(), Not(HasSubstr("hunter2")));

  const WatchedProgram server(
      {kProgram, "serve-ledgers", exported_.path(), "--listen", fmt::format("127.0.0.1:{}", port)},
      folder_.File("serve.log"));
  ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount / 2 - 1)) << ingest->Log();
  EXPECT_TRUE(ingest->Await([&] { return ingest->Health()["status"] == "healthy"; }))
      << ingest->Health();
  EXPECT_EQ(ingest->StatusOf("/ready"), 200);
}

TEST_F(IngestHealthTest, ACatalogThatIsAwayMakesTheLakeUnhealthyUntilItIsBack) {
  const auto catalog = PostgresServer::Start();
  if (catalog == nullptr) GTEST_SKIP();
  const std::string location = "ducklake:postgres:" + catalog->CreateDatabase("catalog");
  const auto ingest = Ingest(exported_.path(), {"--lake", location + " password=hunter2",
                                                "--data-path", (folder_.path() / "data").string()});
  ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount / 2 - 1)) << ingest->Log();
  EXPECT_EQ(ingest->Health()["components"]["lake"]["status"], "healthy");

  catalog->Stop();
  exported_.Add(ledgers_[kCount / 2]);
  const auto lake = [&] { return ingest->Health()["components"]["lake"]; };
  ASSERT_TRUE(ingest->Await([&] { return lake()["status"] == "degraded"; })) << ingest->Log();
  ASSERT_TRUE(ingest->Await([&] { return lake()["status"] == "unhealthy"; })) << ingest->Log();
  EXPECT_EQ(ingest->StatusOf("/health"), 503);
  EXPECT_EQ(ingest->StatusOf("/ready"), 503);
  EXPECT_TRUE(ingest->Health().contains("last_error"));
  EXPECT_THAT(ingest->Health().dump() + ingest->Log(), Not(HasSubstr("hunter2")));

  catalog->Restart();
  ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount / 2)) << ingest->Log();
  EXPECT_EQ(lake()["status"], "healthy");
  EXPECT_EQ(ingest->StatusOf("/health"), 200);
}

// Taken for a lake that is not there yet, it would get all tables.
TEST_F(IngestHealthTest, ALakeWhoseCatalogIsAwayAtTheStartKeepsItsTables) {
  const auto catalog = PostgresServer::Start();
  if (catalog == nullptr) GTEST_SKIP();
  const std::vector<std::string> lake = {"--lake",
                                         "ducklake:postgres:" + catalog->CreateDatabase("catalog"),
                                         "--data-path", (folder_.path() / "data").string()};
  const auto first = Ingest(exported_.path(), lake);
  ASSERT_TRUE(first->AwaitCommitted(kFirst + kCount / 2 - 1)) << first->Log();
  first->Stop();

  catalog->Stop();
  exported_.Add(ledgers_[kCount / 2]);
  const auto ingest = Ingest(exported_.path(), lake, false);
  ASSERT_TRUE(ingest->Await([&] {
    return ingest->Health()["components"]["lake"]["status"] == "degraded";
  })) << ingest->Log();
  catalog->Restart();
  ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount / 2)) << ingest->Log();
  EXPECT_EQ(catalog->Sql("catalog",
                         "SELECT string_agg(table_name, ' ') FROM ducklake_table WHERE "
                         "table_name SIMILAR TO '[a-z]%_v[0-9]'"),
            "ledgers_row_v2\n");
}

TEST_F(IngestHealthTest, ASecondWriterOfAFolderIsToldWhoHoldsIt) {
  const std::string lake = folder_.File("lake");
  const auto first = Ingest(exported_.path(), {"--lake", lake});
  ASSERT_TRUE(first->AwaitCommitted(kFirst + kCount / 2 - 1)) << first->Log();
  const ChildResult second = RunChild({kProgram, "ingest", exported_.path(), "--lake", lake,
                                       "--network", std::string(testing::kTestPassphrase)});
  EXPECT_NE(second.exit_status, 0);
  EXPECT_THAT(second.err, HasSubstr("stellarlake (pid "));
  EXPECT_THAT(second.err, HasSubstr("PostgreSQL"));
  EXPECT_THAT(second.err, Not(HasSubstr("duckdb.org")));
  EXPECT_TRUE(first->running());
}

}  // namespace
}  // namespace lake
