// `stellarlake hot ingest` as its operator meets it: a real server, real processes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/child.h"
#include "support/growing_lake.h"
#include "support/ledger_builder.h"
#include "support/pg_bouncer.h"
#include "support/postgres_server.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"

namespace lake {
namespace {

using testing::GrowingLake;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::PgBouncer;
using testing::PostgresServer;
using testing::WatchedProgram;

constexpr const char* kProgram = STELLARLAKE_BINARY_DIR "/stellarlake";
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
  std::unique_ptr<WatchedProgram> Start(std::vector<std::string> further = {}) {
    return std::make_unique<WatchedProgram>(Words(std::move(further)), folder_.File("hot.log"));
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
  const ChildResult result = Run({"--start", "1000:"});
  EXPECT_EQ(result.exit_status, 66);
  EXPECT_THAT(result.err, HasSubstr("hot migrate up"));
}

TEST_F(HotIngestTest, FillsARangeOnceAndDoesNotTakeWhatAnotherWrote) {
  Migrate();
  EXPECT_EQ(Run({"--range", "1000:1004"}).exit_status, 0);
  const ChildResult again = Run({"--range", "1000:1009"});
  EXPECT_EQ(again.exit_status, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("1,005 … 1,009"));
  EXPECT_EQ(Held(), Whole(1000, 1009));
  EXPECT_EQ(Held("extra.hot_ledgers"), Whole(1000, 1009));
  const ChildResult anew = Run({"--range", "1000:1009", "--upsert"});
  EXPECT_EQ(anew.exit_status, 0) << anew.err;
  EXPECT_THAT(anew.out, HasSubstr("1,000 … 1,009"));
  EXPECT_EQ(Held(), Whole(1000, 1009));
}

TEST_F(HotIngestTest, FollowsFromTheNewestAndGoesOnBehindTheLast) {
  Migrate();
  {
    const auto ingest = Start();
    ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount / 2 - 1)) << ingest->Log();
    Export(kCount / 2 + 3);
    ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount / 2 + 2)) << ingest->Log();
    EXPECT_EQ(ingest->Health()["components"]["hot_buffer"]["status"], "healthy");
    EXPECT_EQ(ingest->StatusOf("/ready"), 200);
    ingest->Kill();
  }
  Export(kCount);
  const auto ingest = Start();
  ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount - 1)) << ingest->Log();
  EXPECT_EQ(Held(), Whole(kFirst + kCount / 2 - 1, kFirst + kCount - 1));
}

// It has to need nobody: the server is back, and so are the ledgers.
TEST_F(HotIngestTest, ACrashOfTheServerLosesNoLedgerOfAFollow) {
  Migrate();
  const auto ingest = Start({"--start", "1000:"});
  ASSERT_TRUE(ingest->AwaitCommitted(kFirst + kCount / 2 - 1)) << ingest->Log();
  for (std::uint32_t count = kCount / 2; count < kCount; count += 5) {
    server_->Stop("immediate");
    server_->Restart();
    ASSERT_EQ(Held(), "0|0||\n");
    Export(count + 5);
    ASSERT_TRUE(ingest->Await([&] { return Held() == Whole(kFirst, kFirst + count + 4); }))
        << ingest->Log();
  }
  EXPECT_EQ(Held("extra.hot_ledgers"), Whole(kFirst, kFirst + kCount - 1));
  EXPECT_THAT(ingest->Log(), HasSubstr("PostgreSQL crashed and emptied the hot buffer"));
  EXPECT_TRUE(ingest->running());
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
