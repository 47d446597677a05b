// The program ingests over networks and from servers that fail, and the lake is whole: as many
// ledgers as there are, none twice, and `verify --source` against the good ledgers agrees.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "serve/ledger_server.h"
#include "source/open/open.h"
#include "support/child.h"
#include "support/eventually.h"
#include "support/fault_proxy.h"
#include "support/lake_files.h"
#include "support/lake_s3_server.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/rogue_ledger_server.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using std::chrono::milliseconds;
using testing::BuiltLedger;
using testing::Eventually;
using testing::FaultProxy;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::LakeS3Server;
using testing::RogueLedgerServer;
using testing::S3Fault;

const std::string kProgram = testing::Program();
constexpr std::uint32_t kFirst = 1000;
constexpr std::uint32_t kCount = 60;

std::vector<BuiltLedger> Chain(std::string_view passphrase) {
  return testing::LedgerChain(passphrase, kFirst, 23).AddPayments(kCount);
}

class IngestFaultsTest : public ::testing::Test {
 protected:
  IngestFaultsTest() {
    WriteLake(folder_.path() / "good", ledgers_, {.ledgers_per_file = 2});
    config_ = folder_.Write(
        "config.yaml",
        "source: {connect_timeout_ms: 500, idle_timeout_ms: 300, keepalive_ms: 1000, retry_ms: 2, "
        "retry_max_ms: 20, poll_interval_ms: 10, breaker: {failures: 1000}}\n"
        "ducklake: {batch_size: 20}\n"
        "logging: {level: warn}\n");
  }
  std::string Good() const { return (folder_.path() / "good").string(); }

  std::unique_ptr<LedgerServer> Serve(const std::string& lake) {
    SourceOptions options;
    options.poll_interval_ms = 10;
    auto server =
        LedgerServer::Start([=] { return OpenSource(lake, options); }, {.listen = "127.0.0.1:0"});
    CHECK(server.ok());
    return std::move(server).value();
  }
  // A server that sends what the script says, with the good ledgers' bytes.
  std::unique_ptr<RogueLedgerServer> Rogue(std::vector<RogueLedgerServer::Answer> answers) {
    return std::make_unique<RogueLedgerServer>(std::move(answers), [this](std::uint32_t sequence) {
      return std::string(AsText(ledgers_[sequence - kFirst].xdr));
    });
  }
  // A lake with one byte of one ledger's result changed, its checksums all right.
  std::string Tampered(std::uint32_t sequence) {
    std::vector<BuiltLedger> ledgers = ledgers_;
    std::vector<std::uint8_t>& xdr = ledgers[sequence - kFirst].xdr;
    xdr[xdr.size() / 2] ^= 1;
    WriteLake(folder_.path() / "tampered", ledgers, {.ledgers_per_file = 2});
    return (folder_.path() / "tampered").string();
  }
  static std::string Address(int port) { return fmt::format("grpc://127.0.0.1:{}", port); }

  ChildResult Run(std::vector<std::string> words) {
    words.insert(words.begin(), kProgram);
    words.insert(words.end(), {"--lake", folder_.File("lake"), "--config", config_});
    return RunChild(words);
  }
  ChildResult Ingest(std::vector<std::string> sources) {
    sources.insert(sources.begin(), "ingest");
    sources.insert(sources.end(), {"--range", fmt::format("{}:{}", kFirst, kFirst + kCount - 1),
                                   "--network", std::string(testing::kTestPassphrase), "--tables",
                                   "ledgers_row_v2,transactions_row_v2,operations_row_v2"});
    return Run(sources);
  }
  void ExpectWhole(std::uint32_t count = kCount) {
    const ChildResult rows =
        Run({"sql", "--format", "csv",
             "select count(*), count(distinct sequence), min(sequence) from ledgers_row_v2"});
    EXPECT_THAT(rows.out, HasSubstr(fmt::format("\n{0},{0},{1}\n", count, kFirst))) << rows.err;
    const ChildResult verified = Run({"verify", "--source", Good()});
    EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
  }

  testing::TempFolder folder_;
  std::vector<BuiltLedger> ledgers_ = Chain(testing::kTestPassphrase);
  std::string config_;
};

TEST_F(IngestFaultsTest, CutsAndResetsLoseNothing) {
  const auto server = Serve(Good());
  FaultProxy proxy(server->port());
  proxy.SetRate(150'000);
  std::jthread faults([&](const std::stop_token& stop) {
    std::uint64_t last = 0;
    for (int i = 0; !stop.stop_requested(); ++i) {
      Eventually([&] { return stop.stop_requested() || proxy.bytes_to_client() >= last + 9'000; });
      last = proxy.bytes_to_client();
      i % 2 == 0 ? proxy.Cut() : proxy.Reset();
    }
  });
  const ChildResult result = Ingest({Address(proxy.port())});
  faults.request_stop();
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_GE(proxy.accepted(), 2);
  ExpectWhole();
}

TEST_F(IngestFaultsTest, ConnectionThatDiesWithoutAWordIsReplaced) {
  const auto server = Serve(Good());
  FaultProxy proxy(server->port());
  proxy.SetRate(100'000);
  std::jthread faults([&](const std::stop_token& stop) {
    Eventually([&] { return stop.stop_requested() || proxy.bytes_to_client() >= 20'000; });
    proxy.FreezeOpen();
    proxy.SetRate(0);
  });
  const ChildResult result = Ingest({Address(proxy.port())});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  ExpectWhole();
}

TEST_F(IngestFaultsTest, SlowAndFarAwayOnlyTakesLonger) {
  const auto server = Serve(Good());
  FaultProxy proxy(server->port());
  proxy.SetRate(100'000);
  proxy.SetDelay(milliseconds(50));
  const ChildResult result = Ingest({Address(proxy.port())});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_EQ(proxy.accepted(), 2);  // one asks what is there, one streams
  ExpectWhole();
}

TEST_F(IngestFaultsTest, ServerThatComesBackAtAnOlderLedgerIsWaitedFor) {
  const std::filesystem::path older = folder_.path() / "older";
  const std::span<const BuiltLedger> all(ledgers_);
  WriteLake(older, all.first(10), {.ledgers_per_file = 2});
  auto server = Serve(Good());
  FaultProxy proxy(server->port());
  proxy.SetRate(100'000);
  std::unique_ptr<LedgerServer> restarted;
  std::jthread faults([&](const std::stop_token& stop) {
    Eventually([&] { return stop.stop_requested() || proxy.bytes_to_client() >= 20'000; });
    restarted = Serve(older.string());
    proxy.SetUpstream(restarted->port());
    proxy.SetRate(0);
    proxy.Cut();
    Eventually([&] { return stop.stop_requested() || proxy.accepted() >= 2; });
    WriteLake(older, all.subspan(10), {.ledgers_per_file = 2});
  });
  const ChildResult result = Ingest({Address(proxy.port())});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_GE(proxy.accepted(), 2);
  ExpectWhole();
}

std::vector<std::uint32_t> Sequences(std::uint32_t first, std::uint32_t last) {
  std::vector<std::uint32_t> sequences;
  for (std::uint32_t i = first; i <= last; ++i) sequences.push_back(i);
  return sequences;
}

TEST_F(IngestFaultsTest, GapsDuplicatesAndOldLedgersOfAServerNeverReachTheLake) {
  const auto from = [](std::uint32_t first, std::vector<std::uint32_t> then) {
    std::vector<std::uint32_t> sequences = Sequences(first, first + 9);
    sequences.insert(sequences.end(), then.begin(), then.end());
    return RogueLedgerServer::Answer{.sequences = sequences, .end = {}, .stay_open = true};
  };
  const auto server =
      Rogue({from(kFirst, {kFirst + 11, kFirst + 12}),
             from(kFirst + 10, {kFirst + 19, kFirst + 20}),
             from(kFirst + 20, {kFirst, kFirst + 30}),
             {.sequences = Sequences(kFirst + 30, kFirst + kCount - 1), .end = {}}});
  const ChildResult result = Ingest({Address(server->port())});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_EQ(server->starts(),
            (std::vector<std::uint32_t>{kFirst, kFirst + 10, kFirst + 20, kFirst + 30}));
  ExpectWhole();
}

TEST_F(IngestFaultsTest, ServerThatNeverHasALedgerIsGivenUpAndTheRestIsWhole) {
  std::vector<std::uint32_t> holed = Sequences(kFirst, kFirst + 29);
  holed.push_back(kFirst + 31);
  const auto server = Rogue({{.sequences = holed, .end = {}, .stay_open = true},
                             {.sequences = {kFirst + 31}, .end = {}, .stay_open = true}});
  const ChildResult result = Ingest({Address(server->port())});
  EXPECT_NE(result.exit_status, 0);
  EXPECT_THAT(result.err, HasSubstr(fmt::format("ledger {}", kFirst + 30)));
  ExpectWhole(30);
}

TEST_F(IngestFaultsTest, TamperedLedgerComesFromTheStandIn) {
  const auto bad = Serve(Tampered(kFirst + 30));
  const auto good = Serve(Good());
  const ChildResult result = Ingest({Address(bad->port()), Address(good->port())});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("refused"));
  ExpectWhole();
}

TEST_F(IngestFaultsTest, TamperedLedgerWithoutAStandInStopsBeforeIt) {
  const auto bad = Serve(Tampered(kFirst + 30));
  const ChildResult result = Ingest({Address(bad->port())});
  EXPECT_NE(result.exit_status, 0);
  EXPECT_THAT(result.err, HasSubstr(fmt::format("ledger {}", kFirst + 30)));
  ExpectWhole(30);
}

TEST_F(IngestFaultsTest, LedgersOfAnotherNetworkAreNeverWritten) {
  WriteLake(folder_.path() / "other", Chain("Another network"), {.manifest = false});
  const auto other = Serve((folder_.path() / "other").string());
  EXPECT_NE(Ingest({Address(other->port())}).exit_status, 0);
  const auto good = Serve(Good());
  const ChildResult result = Ingest({Address(other->port()), Address(good->port())});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  ExpectWhole();
}

TEST_F(IngestFaultsTest, ObjectStoreThatFailsInEveryWayLosesNothing) {
  const LakeS3Server store(
      Good(), {S3Fault::kInternalError, S3Fault::kTruncated, S3Fault::kSlowDown, S3Fault::kSilent});
  const ChildResult result =
      Ingest({"s3://bucket", "--s3-endpoint", store.url(), "--s3-anonymous"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_GT(store.requests(), 3 * 30);
  ExpectWhole();
}

TEST_F(IngestFaultsTest, SlowObjectStoreOnlyTakesLonger) {
  const LakeS3Server store(Good(), {S3Fault::kLate}, milliseconds(20));
  const ChildResult result =
      Ingest({"s3://bucket", "--s3-endpoint", store.url(), "--s3-anonymous"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  ExpectWhole();
}

TEST_F(IngestFaultsTest, ObjectThatIsListedBeforeItIsThereIsWaitedFor) {
  const LakeS3Server store(Good(), {S3Fault::kNotFound});
  const ChildResult result =
      Ingest({"s3://bucket", "--s3-endpoint", store.url(), "--s3-anonymous"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  ExpectWhole();
}

}  // namespace
}  // namespace lake
