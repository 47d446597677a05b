// Our client against peers that behave, and against peers and networks that do not: whatever
// happens, Next gives every ledger once and in order, or an error.
#include "source/grpc/grpc_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <thread>

#include "base/metrics.h"
#include "serve/ledger_server.h"
#include "support/eventually.h"
#include "support/fake_ledger_source.h"
#include "support/fault_proxy.h"
#include "support/matchers.h"
#include "support/rogue_ledger_server.h"

namespace lake {
namespace {

using std::chrono::milliseconds;
using testing::FakeLedgers;
using testing::FakeLedgerSource;
using testing::FaultProxy;
using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::RogueLedgerServer;

using Answer = RogueLedgerServer::Answer;

std::unique_ptr<LedgerServer> Serve(std::shared_ptr<FakeLedgers> ledgers,
                                    LedgerServerOptions options = {}) {
  options.listen = "127.0.0.1:0";
  auto server = LedgerServer::Start(
      [ledgers]() -> Result<std::unique_ptr<LedgerSource>> {
        return std::unique_ptr<LedgerSource>(std::make_unique<FakeLedgerSource>(ledgers));
      },
      options);
  CHECK(server.ok());
  return std::move(server).value();
}

SourceOptions Quick() {
  SourceOptions options;
  options.network.connect_timeout_ms = 20'000;
  options.network.keepalive_ms = 1'000;
  options.network.keepalive_timeout_ms = 2'000;
  options.network.backoff = {.initial_ms = 5, .max_ms = 50};
  options.network.breaker = {.failures_to_open = 1000};
  options.network.first_attempts_max = 0;
  return options;
}

std::unique_ptr<LedgerSource> Connect(int port, const SourceOptions& options = Quick()) {
  auto source = OpenGrpcSource("grpc://127.0.0.1:" + std::to_string(port), options);
  CHECK(source.ok());
  return std::move(source).value();
}

// Reads [first, last] and checks every byte of it.
void ExpectLedgers(LedgerSource& source, const FakeLedgers& ledgers, std::uint32_t first,
                   std::uint32_t last) {
  for (std::uint32_t expected = first; expected <= last; ++expected) {
    const Result<std::optional<RawLedger>> ledger = source.Next();
    ASSERT_THAT(ledger, IsOk());
    ASSERT_TRUE(ledger->has_value());
    ASSERT_EQ((*ledger)->sequence, expected);
    const std::vector<std::uint8_t> content = ledgers.Content(expected);
    ASSERT_EQ(AsText((*ledger)->xdr), AsText(content));
  }
}

void ExpectSequences(LedgerSource& source, std::uint32_t first, std::uint32_t last) {
  for (std::uint32_t expected = first; expected <= last; ++expected) {
    const Result<std::optional<RawLedger>> ledger = source.Next();
    ASSERT_THAT(ledger, IsOk());
    ASSERT_EQ((*ledger)->sequence, expected);
  }
}

TEST(GrpcSource, BoundedRangeEndsAtItsEndWithoutTheLedgerAfterIt) {
  const auto ledgers = std::make_shared<FakeLedgers>(10, 50);
  const auto server = Serve(ledgers);
  const auto source = Connect(server->port());
  ASSERT_THAT(source->Seek({20, 50}), IsOk());
  ExpectLedgers(*source, *ledgers, 20, 50);
  EXPECT_FALSE((*source->Next()).has_value());
  ASSERT_THAT(source->Seek({11, 12}), IsOk());
  ExpectLedgers(*source, *ledgers, 11, 12);
  EXPECT_FALSE((*source->Next()).has_value());
}

TEST(GrpcSource, ExtentIsTheNewestLedgerOfTheServer) {
  const auto server = Serve(std::make_shared<FakeLedgers>(10, 50));
  const auto extent = Connect(server->port())->Extent();
  ASSERT_THAT(extent, IsOk());
  EXPECT_EQ(extent->ledgers, (LedgerSet{{1, 50}}));
}

TEST(GrpcSource, ExtentOfAServerWithoutRangesIsUnknownButNoError) {
  const RogueLedgerServer server(std::vector<Answer>{{.sequences = {1}, .end = {}}});
  const auto extent = Connect(server.port())->Extent();
  ASSERT_THAT(extent, IsOk());
  EXPECT_TRUE(extent->ledgers.empty());
}

TEST(GrpcSource, TakesLedgersFarAboveFourMebibytes) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 2, 20 << 20);
  const auto server = Serve(ledgers);
  const auto source = Connect(server->port());
  ASSERT_THAT(source->Seek({1, 2}), IsOk());
  ExpectLedgers(*source, *ledgers, 1, 2);
}

TEST(GrpcSource, LedgerAboveTheConfiguredLimitIsAnErrorAtOnce) {
  const auto server = Serve(std::make_shared<FakeLedgers>(1, 2, 100'000));
  SourceOptions options = Quick();
  options.network.max_message_bytes = 50'000;
  const auto source = Connect(server->port(), options);
  ASSERT_THAT(source->Seek({1, 2}), IsOk());
  EXPECT_THAT(source->Next(), IsError(Code::kResourceExhausted));
}

TEST(GrpcSource, SurvivesCutsAndResetsAnywhereInTheStream) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 600, 20'000);
  const auto server = Serve(ledgers);
  FaultProxy proxy(server->port());
  SourceOptions options = Quick();
  options.prefetch_bytes = 20'000;
  const auto source = Connect(proxy.port(), options);
  ASSERT_THAT(source->Seek({1, 600}), IsOk());
  for (std::uint32_t block = 0; block < 30; ++block) {
    proxy.CutNextAfter(1'000 + 37'777 * (block % 7));
    ExpectLedgers(*source, *ledgers, block * 20 + 1, block * 20 + 20);
    block % 2 == 0 ? proxy.Cut() : proxy.Reset();
  }
  EXPECT_FALSE((*source->Next()).has_value());
  EXPECT_GE(proxy.accepted(), 3);  // how many more, depends on what was read ahead
}

TEST(GrpcSource, NoticesAConnectionThatDiedWithoutAWord) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 10);
  const auto server = Serve(ledgers);
  FaultProxy proxy(server->port());
  const auto source = Connect(proxy.port());
  ASSERT_THAT(source->Seek({1, std::nullopt}), IsOk());
  ExpectLedgers(*source, *ledgers, 1, 10);
  proxy.FreezeOpen();
  ledgers->SetTip(11);
  ExpectLedgers(*source, *ledgers, 11, 11);
  EXPECT_EQ(proxy.accepted(), 2);
}

TEST(GrpcSource, StreamThatStallsIsOpenedAgainAtTheSameLedger) {
  const RogueLedgerServer server(
      std::vector<Answer>{{.sequences = {5, 6}, .end = {}, .stay_open = true, .until_taken = true},
                          {.sequences = {7, 8}, .end = {}, .until_taken = true}});
  SourceOptions options = Quick();
  options.network.stall_timeout_ms = 300;
  const auto source = Connect(server.port(), options);
  ASSERT_THAT(source->Seek({5, 8}), IsOk());
  ExpectSequences(*source, 5, 8);
  // On a busy machine streams may stall at any ledger, and more often.
  const std::vector<std::uint32_t> starts = server.starts();
  ASSERT_GE(starts.size(), 2u);
  EXPECT_EQ(starts.front(), 5u);
  EXPECT_THAT(starts, ::testing::Contains(7u));
  EXPECT_TRUE(std::ranges::is_sorted(starts));
}

TEST(GrpcSource, WaitsForAServerThatCameBackAtAnOlderLedger) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 100);
  auto server = Serve(ledgers);
  FaultProxy proxy(server->port());
  const auto source = Connect(proxy.port());
  ASSERT_THAT(source->Seek({90, std::nullopt}), IsOk());
  ExpectLedgers(*source, *ledgers, 90, 100);
  const auto older = std::make_shared<FakeLedgers>(1, 50);
  const auto restarted = Serve(older);
  proxy.SetUpstream(restarted->port());
  server.reset();
  auto next = std::async(std::launch::async, [&] { return source->Next(); });
  EXPECT_EQ(next.wait_for(milliseconds(100)), std::future_status::timeout);
  older->SetTip(101);
  EXPECT_EQ((*next.get())->sequence, 101u);
}

TEST(GrpcSource, NeverPassesOnGapsDuplicatesOrOlderLedgers) {
  const RogueLedgerServer server(std::vector<Answer>{
      {.sequences = {5, 7, 8}, .end = {}, .stay_open = true},  // gap
      {.sequences = {6, 6, 7}, .end = {}, .stay_open = true},  // duplicate
      {.sequences = {7, 3, 8}, .end = {}, .stay_open = true},  // older
      {.sequences = {0, 8}, .end = {}, .stay_open = true},     // nonsense
      {.sequences = {8, 9}, .end = {}},
  });
  const auto source = Connect(server.port());
  ASSERT_THAT(source->Seek({5, 9}), IsOk());
  ExpectSequences(*source, 5, 9);
  EXPECT_EQ(server.starts(), (std::vector<std::uint32_t>{5, 6, 7, 8, 8}));
}

TEST(GrpcSource, GivesUpOnAServerThatKeepsLeavingOutALedger) {
  const RogueLedgerServer server(
      std::vector<Answer>{{.sequences = {6}, .end = {}, .stay_open = true}});
  const auto source = Connect(server.port());
  ASSERT_THAT(source->Seek({5, 9}), IsOk());
  const auto failed = source->Next();
  EXPECT_THAT(failed, IsError(Code::kDataLoss));
  EXPECT_THAT(failed,
              HasMessage("after 4 attempts: ledger 5: the server sent ledger 6 in its place"));
}

TEST(GrpcSource, RefusalIsAnErrorAtOnce) {
  const auto server = Serve(std::make_shared<FakeLedgers>(1, 5), {.access = {.token = "secret"}});
  SourceOptions options = Quick();
  const auto without = Connect(server->port(), options);
  ASSERT_THAT(without->Seek({1, 5}), IsOk());
  EXPECT_THAT(without->Next(), IsError(Code::kInvalidArgument));
  options.network.token = "secret";
  const auto with = Connect(server->port(), options);
  ASSERT_THAT(with->Seek({1, 5}), IsOk());
  ExpectSequences(*with, 1, 5);
}

TEST(GrpcSource, GivesUpAfterItsAttemptsWhenNobodyIsThere) {
  SourceOptions options = Quick();
  options.network.first_attempts_max = 3;
  FaultProxy nobody(1);
  nobody.Refuse(true);
  const auto source = Connect(nobody.port(), options);
  ASSERT_THAT(source->Seek({1, 5}), IsOk());
  const auto failed = source->Next();
  EXPECT_THAT(failed, IsError(Code::kUnavailable));
  EXPECT_THAT(failed, HasMessage("after 3 attempts"));
}

TEST(GrpcSource, PeerThatAcceptsAndSaysNothingIsGivenUpInTime) {
  SourceOptions options = Quick();
  options.network.first_attempts_max = 1;
  options.network.connect_timeout_ms = 100;
  const auto server = Serve(std::make_shared<FakeLedgers>(1, 5));
  FaultProxy proxy(server->port());
  proxy.Freeze(true);
  const auto source = Connect(proxy.port(), options);
  ASSERT_THAT(source->Seek({1, 5}), IsOk());
  EXPECT_THAT(source->Next(), IsError(Code::kUnavailable));
}

TEST(GrpcSource, BreakerOpensWhileTheServerIsAwayAndClosesWhenItIsBack) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 5);
  const auto server = Serve(ledgers);
  FaultProxy proxy(server->port());
  proxy.Refuse(true);
  SourceOptions options = Quick();
  options.network.breaker = {.failures_to_open = 3, .open_ms = 50};
  const auto source = Connect(proxy.port(), options);
  ASSERT_THAT(source->Seek({1, 5}), IsOk());
  auto next = std::async(std::launch::async, [&] { return source->Next(); });
  const Gauge& breaker = GaugeOf(MetricId::kSourceBreakerState, {source->Describe()});
  ASSERT_TRUE(testing::Eventually([&] { return breaker.value() == 2; }));
  proxy.Refuse(false);
  EXPECT_EQ((*next.get())->sequence, 1u);
  EXPECT_EQ(breaker.value(), 0);
}

TEST(GrpcSource, StopEndsEveryKindOfWait) {
  const auto server = Serve(std::make_shared<FakeLedgers>(1, 5));
  FaultProxy proxy(server->port());
  SourceOptions options = Quick();
  options.network.connect_timeout_ms = 60'000;
  options.network.backoff = {.initial_ms = 60'000, .max_ms = 60'000};
  enum class Wait { kLedger, kConnect, kBackoff };
  for (const Wait wait : {Wait::kLedger, Wait::kConnect, Wait::kBackoff}) {
    proxy.Freeze(wait == Wait::kConnect);
    proxy.Refuse(wait == Wait::kBackoff);
    const auto source = Connect(proxy.port(), options);
    ASSERT_THAT(source->Seek({6, std::nullopt}), IsOk());
    auto next = std::async(std::launch::async, [&] { return source->Next(); });
    EXPECT_EQ(next.wait_for(milliseconds(50)), std::future_status::timeout);
    source->Stop();
    EXPECT_THAT(next.get(), IsError(Code::kCancelled));
  }
}

TEST(GrpcSource, ReadsAheadNoFurtherThanItsBound) {
  const auto ledgers = std::make_shared<FakeLedgers>(1, 100'000, 10'000);
  const auto server = Serve(ledgers, {.hub = {.read_ahead_bytes = 100'000}});
  SourceOptions options = Quick();
  options.prefetch_bytes = 100'000;
  const auto source = Connect(server->port(), options);
  ASSERT_THAT(source->Seek({1, std::nullopt}), IsOk());
  ExpectLedgers(*source, *ledgers, 1, 10);
  // Both bounds, and what fits the flow-control windows in between (a few MiB).
  EXPECT_TRUE(testing::Stays([&] { return ledgers->reads() < 1500; }, milliseconds(200)));
}

TEST(GrpcAddress, RefusesWhatIsNotAnAddress) {
  for (const char* const spec : {"grpc://", "grpc://:50053", "grpc://a/b", "grpc://u:p@host:1",
                                 "http://host", "grpc://host?x"}) {
    EXPECT_THAT(OpenGrpcSource(spec, {}), IsError(Code::kInvalidArgument)) << spec;
  }
  EXPECT_EQ((*OpenGrpcSource("grpc://host", {}))->Describe(), "grpc://host:50053");
  EXPECT_EQ((*OpenGrpcSource("grpcs://[::1]", {}))->Describe(), "grpcs://[::1]:50053");
  EXPECT_EQ((*OpenGrpcSource("grpcs://[::1]:7", {}))->Describe(), "grpcs://[::1]:7");
}

}  // namespace
}  // namespace lake
