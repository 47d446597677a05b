// What a client that does not keep up costs the server: bytes that are held for it, counted ledger
// by ledger from the source's read to the last release, while others read on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "net/grpc_channel.h"
#include "serve/ledger_server.h"
#include "source/grpc/grpc_source.h"
#include "source/grpc/grpc_stream.h"
#include "support/eventually.h"
#include "support/fault_proxy.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::FaultProxy;
using testing::IsOk;

constexpr std::size_t kLedgerBytes = 100'000;
constexpr std::uint64_t kCacheBytes = 4 << 20;
constexpr std::uint32_t kFastReads = 3'000;

// Bytes of ledgers that somebody in the server still holds.
struct HeldBytes {
  void Add(std::int64_t bytes) {
    const std::int64_t held = now += bytes;
    for (std::int64_t seen = peak; held > seen && !peak.compare_exchange_weak(seen, held);) {
    }
  }
  std::atomic<std::int64_t> now = 0;
  std::atomic<std::int64_t> peak = 0;
};

// Ledgers without end, each in memory of its own.
class CountedSource final : public LedgerSource {
 public:
  explicit CountedSource(HeldBytes& held) : held_(held) {}
  std::string Describe() const override { return "counted"; }
  Result<SourceExtent> Extent() override { return SourceExtent{}; }
  Status Seek(LedgerRange range) override {
    next_ = range.first;
    return {};
  }
  Result<std::optional<RawLedger>> Next() override {
    held_.Add(kLedgerBytes);
    const std::shared_ptr<std::vector<std::uint8_t>> bytes(
        new std::vector<std::uint8_t>(kLedgerBytes, 'x'), [&held = held_](auto* content) {
          delete content;
          held.Add(-static_cast<std::int64_t>(kLedgerBytes));
        });
    return std::optional(RawLedger{next_++, *bytes, bytes, ""});
  }
  void Stop() override {}

 private:
  HeldBytes& held_;
  std::uint32_t next_ = 0;
};

class SlowClientTest : public ::testing::Test {
 protected:
  void Start(std::uint32_t keepalive_ms = 10'000) {
    auto server = LedgerServer::Start(
        [this]() -> Result<std::unique_ptr<LedgerSource>> {
          return std::unique_ptr<LedgerSource>(std::make_unique<CountedSource>(held_));
        },
        {.listen = "127.0.0.1:0",
         .hub = {.cache_bytes = kCacheBytes, .read_ahead_bytes = kCacheBytes / 4},
         .keepalive_ms = keepalive_ms});
    ASSERT_THAT(server, IsOk());
    server_ = std::move(server).value();
  }
  // A client that takes what it is given until its memory of `prefetch_bytes` is full.
  std::unique_ptr<GrpcStream> Client(int port, std::uint64_t prefetch_bytes) {
    auto channel = OpenGrpcChannel({"127.0.0.1:" + std::to_string(port), false}, {});
    CHECK(channel.ok());
    return std::make_unique<GrpcStream>(*channel, 1, NetworkOptions(), prefetch_bytes);
  }
  void Read(GrpcStream& stream, std::uint32_t ledgers) {
    for (std::uint32_t i = 0; i < ledgers; ++i) {
      const auto message = stream.Next(std::chrono::seconds(30));
      ASSERT_THAT(message, IsOk());
      ASSERT_TRUE(message->has_value());
    }
  }
  // The windows of the hub, and for every client a ledger on its way and one in a reader's hand.
  static std::int64_t Bound(std::int64_t clients) {
    return static_cast<std::int64_t>(kCacheBytes) + clients * 2 * std::int64_t{kLedgerBytes};
  }

  HeldBytes held_;  // outlives the server
  std::unique_ptr<LedgerServer> server_;
};

TEST_F(SlowClientTest, ClientThatStopsReadingHoldsOneLedger) {
  Start();
  const auto stopped = Client(server_->port(), 1);
  Read(*stopped, 1);
  const auto fast = Client(server_->port(), kCacheBytes);
  Read(*fast, kFastReads);
  EXPECT_LE(held_.peak, Bound(2));
  Read(*stopped, kFastReads / 10);  // it was waited for, and nothing is lost
  EXPECT_LE(held_.peak, Bound(2));
}

TEST_F(SlowClientTest, ClientsOnSlowLinesCostOneLedgerEach) {
  Start();
  constexpr int kSlow = 8;
  FaultProxy line(server_->port());
  line.SetRate(200'000);
  std::vector<std::unique_ptr<GrpcStream>> slow;
  for (int i = 0; i < kSlow; ++i) slow.push_back(Client(line.port(), 1));
  for (const auto& stream : slow) Read(*stream, 1);
  const auto fast = Client(server_->port(), kCacheBytes);
  Read(*fast, kFastReads);
  for (const auto& stream : slow) Read(*stream, 2);
  EXPECT_LE(held_.peak, Bound(kSlow + 1));
}

TEST_F(SlowClientTest, ClientsThatLeaveGiveBackWhatWasHeldForThem) {
  Start();
  for (int i = 0; i < 10; ++i) Read(*Client(server_->port(), 1), 3);
  server_.reset();
  EXPECT_EQ(held_.now, 0);
}

TEST_F(SlowClientTest, ClientThatIsGoneWithoutAWordIsForgotten) {
  Start(100);
  FaultProxy line(server_->port());
  const auto gone = Client(line.port(), 1);
  Read(*gone, 1);
  EXPECT_EQ(server_->service().streams(), 1u);
  line.FreezeOpen();
  EXPECT_TRUE(testing::Eventually([&] { return server_->service().streams() == 0; }));
}

// Both ends ping and wait: a dead connection is noticed within half a minute, whoever is left.
TEST(Keepalive, DefaultsNoticeADeadConnectionInHalfAMinute) {
  constexpr std::uint32_t kNoticedMs = 30'000;
  const NetworkOptions client;
  EXPECT_LT(client.keepalive_ms + client.keepalive_timeout_ms, kNoticedMs);
  EXPECT_LT(client.idle_timeout_ms, kNoticedMs);
  EXPECT_LT(2 * LedgerServerOptions().keepalive_ms, kNoticedMs);
}

}  // namespace
}  // namespace lake
