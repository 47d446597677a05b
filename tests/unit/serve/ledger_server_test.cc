#include "serve/ledger_server.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <thread>

#include "base/log.h"
#include "serve/serve_metrics.h"
#include "support/eventually.h"
#include "support/fake_ledger_source.h"
#include "support/matchers.h"

namespace lake {
namespace {

using raw_ledger_service::RawLedgerService;
using testing::FakeLedgers;
using testing::FakeLedgerSource;
using testing::IsOk;

class LedgerServerTest : public ::testing::Test {
 protected:
  void Start(std::shared_ptr<FakeLedgers> ledgers, LedgerServerOptions options = {}) {
    ledgers_ = ledgers;
    options.listen = "127.0.0.1:0";
    auto server = LedgerServer::Start(
        [ledgers]() -> Result<std::unique_ptr<LedgerSource>> {
          return std::unique_ptr<LedgerSource>(std::make_unique<FakeLedgerSource>(ledgers));
        },
        options);
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    // gRPC's windows stay what they are: on a busy machine they would grow to tens of megabytes.
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    channel_ = grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(server_->port()),
                                         grpc::InsecureChannelCredentials(), arguments);
    stub_ = RawLedgerService::NewStub(channel_);
  }

  std::unique_ptr<grpc::ClientReader<raw_ledger_service::RawLedger>> Stream(
      grpc::ClientContext& context, std::uint32_t start) {
    raw_ledger_service::StreamLedgersRequest request;
    request.set_start_ledger(start);
    return stub_->StreamRawLedgers(&context, request);
  }

  grpc::Status Range(std::uint32_t start, std::uint32_t end) {
    grpc::ClientContext context;
    raw_ledger_service::GetLedgerRangeRequest request;
    request.set_start_ledger(start);
    request.set_end_ledger(end);
    return stub_->GetLedgerRange(&context, request, &range_);
  }

  std::shared_ptr<FakeLedgers> ledgers_;
  std::unique_ptr<LedgerServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<RawLedgerService::Stub> stub_;
  raw_ledger_service::GetLedgerRangeResponse range_;
};

TEST_F(LedgerServerTest, StreamsEveryLedgerAndFollowsTheTip) {
  Start(std::make_shared<FakeLedgers>(10, 500));
  grpc::ClientContext context;
  const auto stream = Stream(context, 20);
  raw_ledger_service::RawLedger ledger;
  for (std::uint32_t expected = 20; expected <= 510; ++expected) {
    if (expected == 501) ledgers_->SetTip(510);
    ASSERT_TRUE(stream->Read(&ledger));
    ASSERT_EQ(ledger.sequence(), expected);
    const std::vector<std::uint8_t> content = ledgers_->Content(expected);
    ASSERT_EQ(ledger.ledger_close_meta_xdr(), AsText(content));
  }
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(LedgerServerTest, FaultEndsTheStreamWithAStatusThatNamesTheLedger) {
  Start(std::make_shared<FakeLedgers>(1, 100));
  ledgers_->FailAt(3, {Code::kDataLoss, "FFFFFFFC--3.xdr.zst: torn"});
  grpc::ClientContext context;
  const auto stream = Stream(context, 2);
  raw_ledger_service::RawLedger ledger;
  ASSERT_TRUE(stream->Read(&ledger));
  EXPECT_FALSE(stream->Read(&ledger));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_EQ(status.error_message(), "ledger 3: FFFFFFFC--3.xdr.zst: torn");
}

TEST_F(LedgerServerTest, AWrongWishIsTheClientsAndNoFailureOfTheSource) {
  Start(std::make_shared<FakeLedgers>(50, 100));
  const std::uint64_t before = ServedSoFar().failures;
  ConfigureLog(LogLevel::kDebug, LogFormat::kConsole);
  ::testing::internal::CaptureStderr();
  grpc::ClientContext context;
  const grpc::Status status = Stream(context, 7)->Finish();
  EXPECT_EQ(Range(8, 60).error_code(), grpc::StatusCode::NOT_FOUND);
  server_->Stop();  // all lines are written
  const std::string log = ::testing::internal::GetCapturedStderr();
  ConfigureLog(LogLevel::kInfo, LogFormat::kConsole);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "ledger 7: fake begins at ledger 50, not 7");
  EXPECT_EQ(ServedSoFar().failures, before);
  EXPECT_EQ(log.find("fault of the source"), log.npos) << log;
  EXPECT_THAT(log, ::testing::ContainsRegex("127.0.0.1:[0-9]+ asked for what is not there"));
}

TEST_F(LedgerServerTest, AFaultOfTheSourceIsCountedAndWarnedOf) {
  Start(std::make_shared<FakeLedgers>(1, 100));
  ledgers_->FailAt(3, {Code::kNotFound, "gone"});
  const std::uint64_t before = ServedSoFar().failures;
  ::testing::internal::CaptureStderr();
  grpc::ClientContext context;
  const auto stream = Stream(context, 2);
  raw_ledger_service::RawLedger ledger;
  EXPECT_TRUE(stream->Read(&ledger));
  EXPECT_FALSE(stream->Read(&ledger));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::NOT_FOUND);
  server_->Stop();
  EXPECT_THAT(::testing::internal::GetCapturedStderr(),
              ::testing::HasSubstr("fault of the source: ledger 3: gone"));
  EXPECT_EQ(ServedSoFar().failures, before + 1);
}

TEST_F(LedgerServerTest, WarnsWhenAnybodyMayRead) {
  const auto warned = [](LedgerServerOptions options) {
    ::testing::internal::CaptureStderr();
    const auto server = LedgerServer::Start(
        []() -> Result<std::unique_ptr<LedgerSource>> {
          return Error{Code::kUnavailable, "none"};
        },
        options);
    const std::string log = ::testing::internal::GetCapturedStderr();
    EXPECT_THAT(server, IsOk());
    return log.find("may read all ledgers") != log.npos;
  };
  EXPECT_TRUE(warned({.listen = ":0"}));
  EXPECT_TRUE(warned({.listen = "0.0.0.0:0"}));
  EXPECT_FALSE(warned({.listen = "127.0.0.1:0"}));
  EXPECT_FALSE(warned({.listen = "localhost:0"}));
  EXPECT_FALSE(warned({.listen = ":0", .access = {.token = "open sesame"}}));
}

TEST_F(LedgerServerTest, RangeEndsBeforeItsEndAndKnowsTheNewestLedger) {
  Start(std::make_shared<FakeLedgers>(1, 100));
  ASSERT_TRUE(Range(98, 100).ok());
  ASSERT_EQ(range_.ledgers_size(), 2);
  EXPECT_EQ(range_.ledgers(0).sequence(), 98u);
  EXPECT_EQ(range_.ledgers(1).sequence(), 99u);
  const std::vector<std::uint8_t> content = ledgers_->Content(99);
  EXPECT_EQ(range_.ledgers(1).ledger_close_meta_xdr(), AsText(content));
  EXPECT_EQ(range_.latest_ledger(), 100u);
}

TEST_F(LedgerServerTest, RangeBeyondTheTipGivesWhatExistsWithoutWaiting) {
  Start(std::make_shared<FakeLedgers>(1, 100));
  ASSERT_TRUE(Range(100, 4'000'000'000).ok());
  EXPECT_EQ(range_.ledgers_size(), 1);
  ASSERT_TRUE(Range(101, 102).ok());
  EXPECT_EQ(range_.ledgers_size(), 0);
  EXPECT_EQ(range_.latest_ledger(), 100u);
}

TEST_F(LedgerServerTest, RangeIsBoundedInLedgersAndBytesButGivesAtLeastOne) {
  Start(std::make_shared<FakeLedgers>(1, 100, 1000),
        {.ranges = {.max_bytes = 2500, .max_ledgers = 5}});
  ASSERT_TRUE(Range(1, 50).ok());
  EXPECT_EQ(range_.ledgers_size(), 2);
  server_.reset();
  Start(std::make_shared<FakeLedgers>(1, 100, 1000), {.ranges = {.max_bytes = 10}});
  ASSERT_TRUE(Range(1, 50).ok());
  EXPECT_EQ(range_.ledgers_size(), 1);
  server_.reset();
  Start(std::make_shared<FakeLedgers>(1, 100, 10), {.ranges = {.max_ledgers = 5}});
  ASSERT_TRUE(Range(1, 50).ok());
  EXPECT_EQ(range_.ledgers_size(), 5);
}

TEST_F(LedgerServerTest, RangeGivesWhatComesBeforeAFaultAndThenTheFault) {
  Start(std::make_shared<FakeLedgers>(1, 100));
  ledgers_->FailAt(5, {Code::kUnavailable, "no route"});
  ASSERT_TRUE(Range(3, 50).ok());
  EXPECT_EQ(range_.ledgers_size(), 2);
  const grpc::Status status = Range(5, 50);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(status.error_message(), "ledger 5: no route");
}

TEST_F(LedgerServerTest, RefusesRequestsThatMakeNoSense) {
  Start(std::make_shared<FakeLedgers>(1, 100));
  EXPECT_EQ(Range(0, 5).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Range(7, 5).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  grpc::ClientContext context;
  EXPECT_EQ(Stream(context, 0)->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(LedgerServerTest, LetsInOnlyThoseWithTheToken) {
  Start(std::make_shared<FakeLedgers>(1, 100), {.access = {.token = "open sesame"}});
  for (const char* const shown : {"", "Bearer open", "Bearer open sesame!", "open sesame"}) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", shown);
    EXPECT_EQ(Stream(context, 1)->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED)
        << shown;
  }
  EXPECT_EQ(Range(1, 2).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer open sesame");
  raw_ledger_service::RawLedger ledger;
  EXPECT_TRUE(Stream(context, 1)->Read(&ledger));
}

TEST_F(LedgerServerTest, RefusesOneClientMoreThanItServes) {
  Start(std::make_shared<FakeLedgers>(1, 100), {.max_streams = 1});
  grpc::ClientContext first;
  const auto stream = Stream(first, 1);
  raw_ledger_service::RawLedger ledger;
  ASSERT_TRUE(stream->Read(&ledger));
  grpc::ClientContext second;
  EXPECT_EQ(Stream(second, 1)->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(LedgerServerTest, ClientsThatLeaveWhileTheyWaitAreForgotten) {
  Start(std::make_shared<FakeLedgers>(1, 1));
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    const auto stream = Stream(context, 1);
    raw_ledger_service::RawLedger ledger;
    ASSERT_TRUE(stream->Read(&ledger));
    context.TryCancel();
    stream->Finish();
  }
  EXPECT_TRUE(testing::Eventually([&] { return server_->service().streams() == 0; }));
}

TEST_F(LedgerServerTest, SlowClientHoldsOneLedgerAndDelaysNobody) {
  Start(std::make_shared<FakeLedgers>(1, 2000, 30'000),
        {.hub = {.cache_bytes = 4 << 20, .read_ahead_bytes = 1 << 20}});
  grpc::ClientContext slow_context;
  const auto slow = Stream(slow_context, 1);
  raw_ledger_service::RawLedger ledger;
  ASSERT_TRUE(slow->Read(&ledger));
  grpc::ClientContext fast_context;
  const auto fast = Stream(fast_context, 1);
  for (std::uint32_t expected = 1; expected <= 2000; ++expected) {
    ASSERT_TRUE(fast->Read(&ledger));
    ASSERT_EQ(ledger.sequence(), expected);
  }
  // Beyond the fast client's reads: what fits gRPC's windows, and two windows of the hub. A hub that
  // read on for the slow client would read all 2,000 again.
  EXPECT_LT(ledgers_->reads(), 2000u + 1000u);
  for (std::uint32_t expected = 2; expected <= 2000; ++expected) {
    ASSERT_TRUE(slow->Read(&ledger));
    ASSERT_EQ(ledger.sequence(), expected);
  }
}

TEST_F(LedgerServerTest, StopEndsStreamsWithUnavailable) {
  Start(std::make_shared<FakeLedgers>(1, 1));
  grpc::ClientContext context;
  const auto stream = Stream(context, 1);
  raw_ledger_service::RawLedger ledger;
  ASSERT_TRUE(stream->Read(&ledger));
  server_->Stop();
  EXPECT_FALSE(stream->Read(&ledger));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(LedgerServerTest, SaysWhenThePortIsTaken) {
  Start(std::make_shared<FakeLedgers>(1, 1));
  const auto second = LedgerServer::Start(
      []() -> Result<std::unique_ptr<LedgerSource>> {
        return Error{Code::kInternal, "unused"};
      },
      {.listen = "127.0.0.1:" + std::to_string(server_->port())});
  EXPECT_THAT(second, testing::IsError(Code::kUnavailable));
}

}  // namespace
}  // namespace lake
