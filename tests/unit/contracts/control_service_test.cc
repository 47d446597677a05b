// The control plane over gRPC; Arrow's own gRPC, hidden in its library, is in the same process.
#include "contracts/control_service.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include "base/metrics.h"
#include "contract_ledgers.h"
#include "net/grpc_server.h"
#include "support/eventually.h"
#include "support/fake_chain.h"
#include "support/fake_clock.h"
#include "support/matchers.h"

namespace lake::testing {
namespace {

namespace v1 = contractdata::v1;
using ::testing::HasSubstr;

class ControlServiceTest : public ::testing::Test {
 protected:
  ControlServiceTest() {
    auto listener = ListenGrpc({.listen = "127.0.0.1:0"}, service_);
    CHECK(listener.ok());
    listener_ = *std::move(listener);
    stub_ = v1::ControlService::NewStub(grpc::CreateChannel(
        "127.0.0.1:" + std::to_string(listener_.port), grpc::InsecureChannelCredentials()));
  }
  ~ControlServiceTest() override { StopGrpc(*listener_.server); }

  v1::StartProcessingResponse StartProcessing(std::uint32_t start, std::uint32_t end) {
    v1::StartProcessingRequest request;
    request.set_start_ledger(start);
    request.set_end_ledger(end);
    request.set_batch_size(6);
    grpc::ClientContext context;
    v1::StartProcessingResponse response;
    EXPECT_TRUE(stub_->StartProcessing(&context, request, &response).ok());
    return response;
  }
  v1::GetStatusResponse StatusOf(const std::string& id) {
    v1::GetStatusRequest request;
    request.set_session_id(id);
    grpc::ClientContext context;
    v1::GetStatusResponse response;
    EXPECT_TRUE(stub_->GetStatus(&context, request, &response).ok());
    return response;
  }
  v1::GetMetricsResponse MetricsOf(const std::string& id) {
    v1::GetMetricsRequest request;
    request.set_session_id(id);
    grpc::ClientContext context;
    v1::GetMetricsResponse response;
    EXPECT_TRUE(stub_->GetMetrics(&context, request, &response).ok());
    return response;
  }
  v1::ConfigureFiltersResponse Configure(const v1::ConfigureFiltersRequest& request) {
    grpc::ClientContext context;
    v1::ConfigureFiltersResponse response;
    EXPECT_TRUE(stub_->ConfigureFilters(&context, request, &response).ok());
    return response;
  }
  v1::StopProcessingResponse StopProcessing(const std::string& id) {
    v1::StopProcessingRequest request;
    request.set_session_id(id);
    grpc::ClientContext context;
    v1::StopProcessingResponse response;
    EXPECT_TRUE(stub_->StopProcessing(&context, request, &response).ok());
    return response;
  }

  std::shared_ptr<FakeLedgers> ledgers_ = FakeChain(CounterLedgers(100, 20, 2), 119);
  FakeClock clock_{1'700'000'000'000'000};
  SessionList sessions_{FactoryOf(ledgers_),
                        {.stream = {.workers = 2, .network_id = Sha256(AsBytes(kTestPassphrase))}},
                        clock_};
  ControlService service_{sessions_};
  GrpcListener listener_;
  std::unique_ptr<v1::ControlService::Stub> stub_;
};

TEST_F(ControlServiceTest, RunsASessionToItsEnd) {
  const auto started = StartProcessing(100, 109);
  ASSERT_TRUE(started.success()) << started.message();
  const std::string id = started.session_id();
  ASSERT_TRUE(Eventually([&] { return StatusOf(id).status() == v1::GetStatusResponse::STOPPED; }));
  const auto status = StatusOf(id);
  EXPECT_EQ(status.current_ledger(), 109u);
  EXPECT_EQ(status.target_ledger(), 109u);
  EXPECT_EQ(status.entries_processed(), 20u);
  EXPECT_EQ(status.error_message(), "");
  EXPECT_EQ(StatusOf("").current_ledger(), 109u);  // the newest

  const v1::GetMetricsResponse metrics = MetricsOf(id);
  EXPECT_EQ(metrics.contracts_processed(), 20u);
  EXPECT_EQ(metrics.entries_skipped(), 0u);
  EXPECT_EQ(metrics.batches_created(), 4u);  // of six
  EXPECT_GT(metrics.bytes_processed(), 1000u);
  EXPECT_EQ(metrics.last_update_time(), 1'700'000'000);
}

TEST_F(ControlServiceTest, GetMetricsAgreesWithTheMetricsOfTheProcess) {
  const v1::GetMetricsResponse before = MetricsOf("");
  const auto value = [](MetricId id) { return CounterOf(id).value(); };
  const double ledgers = value(MetricId::kContractsLedgersProcessed);
  const double received = value(MetricId::kContractsLedgersReceived);
  const std::string id = StartProcessing(100, 119).session_id();
  ASSERT_TRUE(Eventually([&] { return StatusOf(id).status() == v1::GetStatusResponse::STOPPED; }));

  const v1::GetMetricsResponse whole = MetricsOf("");
  EXPECT_EQ(static_cast<double>(whole.contracts_processed()), value(MetricId::kContractsFound));
  EXPECT_EQ(static_cast<double>(whole.entries_skipped()),
            value(MetricId::kContractsEntriesSkipped));
  EXPECT_EQ(static_cast<double>(whole.batches_created()),
            value(MetricId::kContractsBatchesCreated));
  EXPECT_EQ(static_cast<double>(whole.bytes_processed()),
            value(MetricId::kContractsBytesProcessed));
  EXPECT_EQ(whole.last_update_time(), 1'700'000'000);
  // What this session adds to it.
  const v1::GetMetricsResponse session = MetricsOf(id);
  EXPECT_EQ(whole.contracts_processed() - before.contracts_processed(), 40u);
  EXPECT_EQ(session.contracts_processed(), 40u);
  EXPECT_EQ(whole.batches_created() - before.batches_created(), session.batches_created());
  EXPECT_EQ(whole.bytes_processed() - before.bytes_processed(), session.bytes_processed());
  EXPECT_EQ(value(MetricId::kContractsLedgersProcessed) - ledgers, 20);
  EXPECT_EQ(value(MetricId::kContractsLedgersReceived) - received, 20);
}

TEST_F(ControlServiceTest, StopsASessionThatFollows) {
  const auto started = StartProcessing(100, 0);
  const std::string id = started.session_id();
  ASSERT_TRUE(Eventually([&] { return StatusOf(id).current_ledger() == 119; }));
  EXPECT_EQ(StatusOf(id).status(), v1::GetStatusResponse::RUNNING);
  EXPECT_EQ(StatusOf(id).target_ledger(), 0u);
  EXPECT_TRUE(StopProcessing(id).success());
  EXPECT_TRUE(Eventually([&] { return StatusOf(id).status() == v1::GetStatusResponse::STOPPED; }));
}

TEST_F(ControlServiceTest, SaysWhatWasAskedWrongly) {
  EXPECT_FALSE(StartProcessing(109, 100).success());
  EXPECT_THAT(StartProcessing(0, 100).message(), HasSubstr("needs a start_ledger"));
  EXPECT_FALSE(StopProcessing("nobody").success());
  grpc::ClientContext context;
  v1::GetStatusResponse response;
  EXPECT_EQ(stub_->GetStatus(&context, {}, &response).error_code(), grpc::StatusCode::NOT_FOUND);
  v1::ConfigureFiltersRequest filters;
  filters.add_contract_ids("rubbish");
  EXPECT_THAT(Configure(filters).message(), HasSubstr("contract_ids"));
}

TEST_F(ControlServiceTest, LetsInOnlyThoseWithTheToken) {
  ControlService guarded{sessions_, "open sesame"};
  auto listener =
      ListenGrpc({.listen = "127.0.0.1:0", .access = {.token = "open sesame"}}, guarded);
  ASSERT_THAT(listener, IsOk());
  const auto stub = v1::ControlService::NewStub(grpc::CreateChannel(
      "127.0.0.1:" + std::to_string(listener->port), grpc::InsecureChannelCredentials()));
  const auto start = [&](const char* shown) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", shown);
    v1::StartProcessingResponse response;
    return stub->StartProcessing(&context, {}, &response);
  };
  for (const char* const shown : {"", "Bearer open", "Bearer open sesame!", "open sesame"}) {
    const grpc::Status refused = start(shown);
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAUTHENTICATED) << shown;
    EXPECT_THAT(refused.error_message(), HasSubstr("authorization: Bearer"));
  }
  const auto is_refused = [](const grpc::Status& status) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  };
  const auto call = [&](auto method, const auto& request, auto response) {
    grpc::ClientContext context;
    is_refused((stub.get()->*method)(&context, request, &response));
  };
  using Stub = v1::ControlService::Stub;
  call(&Stub::StopProcessing, v1::StopProcessingRequest(), v1::StopProcessingResponse());
  call(&Stub::GetStatus, v1::GetStatusRequest(), v1::GetStatusResponse());
  call(&Stub::ConfigureFilters, v1::ConfigureFiltersRequest(), v1::ConfigureFiltersResponse());
  call(&Stub::GetMetrics, v1::GetMetricsRequest(), v1::GetMetricsResponse());
  EXPECT_THAT(sessions_.Find(""), IsError(Code::kNotFound));  // nothing was started
  EXPECT_TRUE(start("Bearer open sesame").ok());
  StopGrpc(*listener->server);
}

TEST_F(ControlServiceTest, FiltersWhatBeginsLater) {
  v1::ConfigureFiltersRequest filters;
  filters.add_contract_ids(ContractStrkey("other"));
  ASSERT_TRUE(Configure(filters).success());
  const std::string id = StartProcessing(100, 109).session_id();
  ASSERT_TRUE(Eventually([&] { return StatusOf(id).status() == v1::GetStatusResponse::STOPPED; }));
  EXPECT_EQ(StatusOf(id).entries_processed(), 0u);
}

}  // namespace
}  // namespace lake::testing
