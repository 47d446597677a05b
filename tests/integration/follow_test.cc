// The program in follow mode: what the lake lacks is filled, then every ledger is committed on its
// own as it appears.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/child.h"
#include "support/free_port.h"
#include "support/growing_lake.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"

namespace lake {
namespace {

using testing::BuiltLedger;
using testing::FreePort;
using testing::GrowingLake;
using ::testing::HasSubstr;
using testing::WatchedProgram;

const std::string kProgram = testing::Program();
constexpr std::uint32_t kFirst = 1000;
constexpr std::uint32_t kBefore = 7;    // in the source when the run begins
constexpr std::uint32_t kFollowed = 6;  // one by one afterwards

class FollowingIngestTest : public ::testing::Test {
 protected:
  FollowingIngestTest()
      : exported_(
            folder_.path() / "exported",
            {.files_per_partition = 10, .passphrase = std::string(testing::kTestPassphrase)}) {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
    for (std::uint32_t i = 0; i < kBefore; ++i) exported_.Add(ledgers_[i]);
  }
  std::string Lake() const { return (folder_.path() / "lake").string(); }
  std::vector<std::string> Ingest(const std::string& source, const std::string& range) const {
    return {kProgram,
            "ingest",
            source,
            "--start",
            range,
            "--lake",
            Lake(),
            "--network",
            std::string(testing::kTestPassphrase),
            "--commit-interval",
            "0",
            "--tables",
            "ledgers_row_v2,transactions_row_v2"};
  }
  std::string Sql(const std::string& statement) const {
    const ChildResult result =
        RunChild({kProgram, "sql", "--lake", Lake(), "--format", "csv", statement});
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return result.out.substr(result.out.find('\n') + 1);
  }
  // Exports one ledger when the one before is in the lake, and looks at the batches afterwards.
  void Follow(const std::string& source) {
    WatchedProgram ingest(Ingest(source, fmt::format("{}:", kFirst)), folder_.File("ingest.log"));
    ASSERT_TRUE(ingest.AwaitCommitted(kFirst + kBefore - 1)) << ingest.Log();
    for (std::uint32_t i = kBefore; i < kBefore + kFollowed; ++i) {
      exported_.Add(ledgers_[i]);
      ASSERT_TRUE(ingest.AwaitCommitted(kFirst + i)) << ingest.Log();
    }
    EXPECT_EQ(ingest.StatusOf("/ready"), 200);
    ingest.Stop();
    EXPECT_EQ(
        Sql(fmt::format("select count(*), count(*) filter (lo = hi) from _batches where lo >= {}",
                        kFirst + kBefore)),
        fmt::format("{0},{0}\n", kFollowed));
    EXPECT_EQ(Sql("select count(*), count(distinct sequence) from ledgers_row_v2"),
              fmt::format("{0},{0}\n", kBefore + kFollowed));
    const ChildResult verified =
        RunChild({kProgram, "verify", "--lake", Lake(), "--source", exported_.path()});
    EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
  }

  testing::TempFolder folder_;
  GrowingLake exported_;
  std::vector<BuiltLedger> ledgers_ =
      testing::LedgerChain(testing::kTestPassphrase, kFirst, 23).AddPayments(kBefore + kFollowed);
};

TEST_F(FollowingIngestTest, EveryLedgerOfAFolderIsCommittedAsItAppears) {
  Follow(exported_.path());
}

TEST_F(FollowingIngestTest, EveryLedgerOfAServerIsCommittedAsItAppears) {
  const int port = FreePort();
  const WatchedProgram server(
      {kProgram, "serve-ledgers", exported_.path(), "--listen", fmt::format("127.0.0.1:{}", port)},
      folder_.File("serve.log"));
  ASSERT_TRUE(testing::WaitForPort(port));
  Follow(fmt::format("grpc://127.0.0.1:{}", port));
}

// As a parallel copy makes them appear.
TEST_F(FollowingIngestTest, ALedgerThatComesLateIsWaitedFor) {
  WatchedProgram ingest(Ingest(exported_.path(), fmt::format("{}:", kFirst)),
                        folder_.File("ingest.log"));
  ASSERT_TRUE(ingest.AwaitCommitted(kFirst + kBefore - 1)) << ingest.Log();
  exported_.Add(ledgers_[kBefore + 1]);
  const auto is_waiting = [&] {
    return ingest.Health().dump().find(fmt::format("ledger {} is missing", kFirst + kBefore)) !=
           std::string::npos;
  };
  ASSERT_TRUE(ingest.Await(is_waiting)) << ingest.Log();
  EXPECT_EQ(ingest.Health()["status"], "degraded");
  EXPECT_EQ(ingest.StatusOf("/ready"), 200);
  exported_.Add(ledgers_[kBefore]);
  ASSERT_TRUE(ingest.AwaitCommitted(kFirst + kBefore + 1)) << ingest.Log();
  EXPECT_TRUE(ingest.Await([&] { return ingest.Health()["status"] == "healthy"; }));
  ingest.Stop();
  EXPECT_EQ(Sql("select count(*), count(distinct sequence) from ledgers_row_v2"),
            fmt::format("{0},{0}\n", kBefore + 2));
}

TEST_F(FollowingIngestTest, ALedgerThatDoesNotComeEndsIt) {
  exported_.Add(ledgers_[kBefore + 1]);
  std::vector<std::string> words = Ingest(exported_.path(), fmt::format("{}:", kFirst));
  words.insert(words.end(), {"--gap-wait", "1"});
  const ChildResult ended = RunChild(words);
  EXPECT_EQ(ended.exit_status, 65);
  EXPECT_THAT(ended.err, HasSubstr("waiting up to 1 s"));
  EXPECT_THAT(ended.err, HasSubstr(fmt::format("ledger {} is missing", kFirst + kBefore)));
  EXPECT_EQ(Sql("select count(*) from ledgers_row_v2"), fmt::format("{}\n", kBefore));
}

TEST_F(FollowingIngestTest, AnEmptyFolderIsWaitedFor) {
  GrowingLake later(folder_.path() / "later", {});
  WatchedProgram ingest(Ingest(later.path(), "-3:"), folder_.File("ingest.log"));
  ASSERT_TRUE(ingest.Await([&] { return ingest.Health()["status"] == "degraded"; }))
      << ingest.Log();
  EXPECT_THAT(ingest.Health().dump(), HasSubstr("no ledgers there"));
  for (std::uint32_t i = 0; i < 3; ++i) {
    later.Add(ledgers_[i]);
    ASSERT_TRUE(ingest.AwaitCommitted(kFirst + i)) << ingest.Log();
  }
  EXPECT_EQ(ingest.Health()["status"], "healthy");
  ingest.Stop();
  EXPECT_EQ(Sql("select count(*) from ledgers_row_v2"), "3\n");
}

TEST_F(FollowingIngestTest, ASourceThatDoesNotComeToTheFirstLedgerEndsIt) {
  for (const char* range : {"1010:", "5000:"}) {
    std::vector<std::string> words = Ingest(exported_.path(), range);
    words.insert(words.end(), {"--gap-wait", "1"});
    const ChildResult ended = RunChild(words);
    EXPECT_EQ(ended.exit_status, 66) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("is not there: nothing of the range is there"));
  }
  std::vector<std::string> words = Ingest(folder_.File("nowhere"), "1000:");
  const ChildResult mistyped = RunChild(words);
  EXPECT_EQ(mistyped.exit_status, 66);
  EXPECT_EQ(mistyped.err.find("waiting"), std::string::npos) << mistyped.err;
}

TEST_F(FollowingIngestTest, FillsWhatTheLakeLacksThenFollows) {
  for (const char* held : {"1002:1003", "1005:1005"}) {
    const ChildResult result = RunChild(Ingest(exported_.path(), held));
    ASSERT_EQ(result.exit_status, 0) << result.err;
  }
  std::filesystem::permissions(Lake(), std::filesystem::perms::all);
  for (const auto& file : std::filesystem::recursive_directory_iterator(Lake())) {
    std::filesystem::permissions(file, std::filesystem::perms::all);
  }
  Follow(exported_.path());
  EXPECT_EQ(
      Sql("select string_agg(lo || '-' || hi, ' ' order by lo) from _batches where hi < 1007"),
      "1000-1001 1002-1003 1004-1004 1005-1005 1006-1006\n");
}

TEST_F(FollowingIngestTest, ShowsHowFarItIsAndWhereItsTimeGoes) {
  WatchedProgram ingest(Ingest(exported_.path(), "1000:"), folder_.File("ingest.log"));
  ASSERT_TRUE(ingest.AwaitCommitted(1006)) << ingest.Log();
  ASSERT_TRUE(ingest.Await([&] { return ingest.Fact("lag_ledgers") == 0; })) << ingest.Log();
  EXPECT_EQ(ingest.Metric("stellarlake_ingest_last_ledger"), 1006);
  EXPECT_EQ(ingest.Metric("stellarlake_ingest_lag_ledgers"), 0);
  EXPECT_GT(ingest.Metric("stellarlake_ingest_lag_seconds"), 0);
  EXPECT_EQ(ingest.Metric("stellarlake_ingest_close_to_commit_seconds_count"), kBefore);
  EXPECT_EQ(ingest.Metric("stellarlake_ingest_stage_seconds_count{stage=\"extract\"}"), kBefore);
  const double commits = ingest.Metric("stellarlake_ingest_commits_total{outcome=\"committed\"}");
  for (const char* stage : {"check", "write", "commit"}) {
    EXPECT_EQ(
        ingest.Metric(fmt::format("stellarlake_ingest_stage_seconds_count{{stage=\"{}\"}}", stage)),
        commits);
  }
  const std::string source = fmt::format("{{source=\"{}\"}}", exported_.path());
  EXPECT_EQ(ingest.Metric("stellarlake_source_tip_ledger" + source), 1006);
  EXPECT_GE(ingest.Metric("stellarlake_source_objects_total" + source), kBefore);
  EXPECT_GT(ingest.Metric("stellarlake_source_bytes_total" + source), 1000);
  EXPECT_EQ(ingest.Metric("stellarlake_source_active" + source), 1);
  EXPECT_EQ(ingest.Metric("stellarlake_ingest_queue_ledgers"), 0);
  EXPECT_EQ(ingest.Metric("stellarlake_ingest_batch_ledgers"), 0);
  const nlohmann::json health = ingest.Health();
  EXPECT_EQ(health["status"], "healthy");
  EXPECT_EQ(health["components"]["data_source"]["metrics"]["ledgers_received"], kBefore);
  EXPECT_TRUE(health.contains("uptime_seconds"));
  EXPECT_TRUE(health.contains("version"));
}

TEST_F(FollowingIngestTest, KeepsItsLakeInOrderMeanwhile) {
  constexpr std::uint32_t kCount = 24;
  const auto ledgers =
      testing::LedgerChain(testing::kTestPassphrase, kFirst, 23).AddPayments(kCount);
  std::vector<std::string> words = Ingest(exported_.path(), "1000:");
  words.insert(words.end(), {"--maintain-every", "1s"});
  WatchedProgram ingest(words, folder_.File("ingest.log"));
  for (std::uint32_t i = kBefore; i < kCount; ++i) {
    exported_.Add(ledgers[i]);
    ASSERT_TRUE(ingest.AwaitCommitted(kFirst + i)) << ingest.Log();
  }
  EXPECT_TRUE(ingest.Await([&] { return ingest.Log().find("maintained") != std::string::npos; }))
      << ingest.Log();
  ingest.Stop();
  EXPECT_EQ(Sql("select count(distinct filename) < 20, count(*) from transactions_row_v2"),
            fmt::format("true,{}\n", kCount));
  const ChildResult verified =
      RunChild({kProgram, "verify", "--lake", Lake(), "--source", exported_.path()});
  EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
}

}  // namespace
}  // namespace lake
