// Two real servers and a real ingest: what happens to the ledgers when the preferred server dies,
// falls behind or lies, and what an operator sees of it.
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

class FailoverTest : public ::testing::Test {
 protected:
  FailoverTest() {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
    config_ = folder_.Write("config.yaml",
                            "source: {failover_recovery_ms: 300, failover_lag: 3, retry_ms: 20, "
                            "connect_timeout_ms: 2000}\n");
  }
  // `count` more ledgers, in both folders.
  void Export(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const BuiltLedger& ledger = ledgers_[exported_++];
      first_.Add(ledger);
      second_.Add(ledger);
    }
  }
  std::uint32_t Newest() const { return kFirst + exported_ - 1; }
  std::unique_ptr<WatchedProgram> Serve(const GrowingLake& lake, int port) {
    auto server = std::make_unique<WatchedProgram>(
        std::vector<std::string>{kProgram, "serve-ledgers", lake.path(), "--listen",
                                 fmt::format("127.0.0.1:{}", port)},
        folder_.File(fmt::format("serve-{}.log", port)));
    EXPECT_TRUE(testing::WaitForPort(port)) << server->Log();
    return server;
  }
  std::unique_ptr<WatchedProgram> Ingest() {
    return std::make_unique<WatchedProgram>(
        std::vector<std::string>{
            kProgram, "ingest", preferred_, stand_in_, "--start", fmt::format("{}:", kFirst),
            "--lake", folder_.File("lake"), "--network", std::string(testing::kTestPassphrase),
            "--commit-interval", "0", "--tables", "ledgers_row_v2", "--config", config_},
        folder_.File("ingest.log"));
  }
  static bool ReadsStandIn(WatchedProgram& ingest) {
    return ingest.Metric("stellarlake_source_failover_active") == 1;
  }
  double Switches(WatchedProgram& ingest, const char* reason) const {
    return ingest.Metric(fmt::format(
        "stellarlake_source_switches_total{{reason=\"{}\",source=\"{}\"}}", reason, preferred_));
  }
  void ExpectWhole(WatchedProgram& ingest) {
    ingest.Stop();
    const ChildResult rows =
        RunChild({kProgram, "sql", "--lake", folder_.File("lake"), "--format", "csv",
                  "select count(*), count(distinct sequence) from ledgers_row_v2"});
    EXPECT_THAT(rows.out, HasSubstr(fmt::format("\n{0},{0}\n", exported_))) << ingest.Log();
    const ChildResult verified =
        RunChild({kProgram, "verify", "--lake", folder_.File("lake"), "--source", second_.path()});
    EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
  }

  testing::TempFolder folder_;
  const testing::LakeOptions options_{.passphrase = std::string(testing::kTestPassphrase)};
  GrowingLake first_{folder_.path() / "first", options_};
  GrowingLake second_{folder_.path() / "second", options_};
  std::vector<BuiltLedger> ledgers_ =
      testing::LedgerChain(testing::kTestPassphrase, kFirst, 23).AddPayments(60);
  std::uint32_t exported_ = 0;
  const int port_ = FreePort();
  const int stand_in_port_ = FreePort();
  const std::string preferred_ = fmt::format("grpc://127.0.0.1:{}", port_);
  const std::string stand_in_ = fmt::format("grpc://127.0.0.1:{}", stand_in_port_);
  std::string config_;
};

TEST_F(FailoverTest, AServerThatDiesIsReplacedUntilItIsBack) {
  Export(5);
  auto server = Serve(first_, port_);
  const auto other = Serve(second_, stand_in_port_);
  const auto ingest = Ingest();
  ASSERT_TRUE(ingest->AwaitCommitted(Newest())) << ingest->Log();
  EXPECT_FALSE(ReadsStandIn(*ingest));
  EXPECT_EQ(ingest->Health()["components"][preferred_]["detail"], "read");

  server->Kill();
  // Before there are new ledgers, which would also make it one that is behind.
  ASSERT_TRUE(ingest->Await([&] { return ReadsStandIn(*ingest); })) << ingest->Log();
  Export(5);
  ASSERT_TRUE(ingest->AwaitCommitted(Newest())) << ingest->Log();
  EXPECT_GE(Switches(*ingest, "down"), 1);
  const std::string active = fmt::format("stellarlake_source_active{{source=\"{}\"}}", stand_in_);
  EXPECT_EQ(ingest->Metric(active), 1);
  const nlohmann::json health = ingest->Health();
  EXPECT_EQ(health["status"], "degraded");
  EXPECT_EQ(health["components"][preferred_]["status"], "degraded");
  EXPECT_EQ(health["components"][stand_in_]["detail"], "read in place of a preferred one");
  EXPECT_TRUE(health.contains("last_error"));
  EXPECT_EQ(ingest->StatusOf("/ready"), 200);
  EXPECT_THAT(ingest->Log(), HasSubstr(fmt::format("leaving {} at ledger", preferred_)));

  server = Serve(first_, port_);
  ASSERT_TRUE(ingest->Await([&] { return !ReadsStandIn(*ingest); })) << ingest->Log();
  EXPECT_THAT(ingest->Log(), HasSubstr("a preferred source is well again"));
  Export(5);
  ASSERT_TRUE(ingest->AwaitCommitted(Newest())) << ingest->Log();
  EXPECT_TRUE(ingest->Await([&] { return ingest->Health()["status"] == "healthy"; }))
      << ingest->Health();
  ExpectWhole(*ingest);
}

TEST_F(FailoverTest, AServerThatFallsBehindIsLeft) {
  Export(5);
  const auto server = Serve(first_, port_);
  const auto other = Serve(second_, stand_in_port_);
  const auto ingest = Ingest();
  ASSERT_TRUE(ingest->AwaitCommitted(Newest())) << ingest->Log();
  for (int i = 0; i < 10; ++i) second_.Add(ledgers_[exported_++]);  // the first one gets none
  ASSERT_TRUE(ingest->AwaitCommitted(Newest())) << ingest->Log();
  EXPECT_GE(Switches(*ingest, "behind"), 1);
  EXPECT_TRUE(ReadsStandIn(*ingest));
  ExpectWhole(*ingest);
}

TEST_F(FailoverTest, AServerThatLiesIsLeftAndNotTrustedAgain) {
  Export(5);
  const auto server = Serve(first_, port_);
  const auto other = Serve(second_, stand_in_port_);
  const auto ingest = Ingest();
  ASSERT_TRUE(ingest->AwaitCommitted(Newest())) << ingest->Log();
  BuiltLedger tampered = ledgers_[exported_];
  tampered.xdr[tampered.xdr.size() / 2] ^= 1;
  first_.Add(tampered);
  second_.Add(ledgers_[exported_++]);
  Export(5);
  ASSERT_TRUE(ingest->AwaitCommitted(Newest())) << ingest->Log();
  EXPECT_EQ(Switches(*ingest, "refused"), 1);
  EXPECT_TRUE(ReadsStandIn(*ingest));
  EXPECT_THAT(ingest->Health()["last_error"]["message"].get<std::string>(),
              HasSubstr(fmt::format("ledger {}: refused", kFirst + 5)));
  ExpectWhole(*ingest);
}

}  // namespace
}  // namespace lake
