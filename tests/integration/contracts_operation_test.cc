// The contract-data service as its operator meets it: restarts, stores, metrics, the transcript of
// its specification.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <signal.h>

#include "contracts_service.h"
#include "net/http_client.h"
#include "proto/contract_data_service.grpc.pb.h"
#include "support/eventually.h"
#include "support/growing_lake.h"
#include "support/ledger_builder.h"
#include "support/postgres_server.h"

namespace lake::testing {
namespace {

using ::testing::HasSubstr;

class ContractsOperationTest : public ContractsTest {};

std::unique_ptr<contractdata::v1::ControlService::Stub> Control(const std::string& address) {
  return contractdata::v1::ControlService::NewStub(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
}

std::string StartFrom(const std::string& address, std::uint32_t first) {
  grpc::ClientContext context;
  contractdata::v1::StartProcessingRequest request;
  request.set_start_ledger(first);
  contractdata::v1::StartProcessingResponse response;
  EXPECT_TRUE(Control(address)->StartProcessing(&context, request, &response).ok());
  return response.session_id();
}

contractdata::v1::GetStatusResponse StatusOf(const std::string& address, const std::string& id) {
  grpc::ClientContext context;
  contractdata::v1::GetStatusRequest request;
  request.set_session_id(id);
  contractdata::v1::GetStatusResponse response;
  EXPECT_TRUE(Control(address)->GetStatus(&context, request, &response).ok());
  return response;
}

TEST_F(ContractsOperationTest, SessionsAndPositionSurviveAKill) {
  const std::vector<BuiltLedger> ledgers = CounterLedgers(1000, 40, 3);
  GrowingLake lake(Path("lake"), {});
  std::size_t next = 0;
  const auto close = [&](std::size_t count) {
    for (; count > 0; --count) lake.Add(ledgers[next++]);
  };
  close(10);
  const std::vector<std::string> options{"--network", std::string(kTestPassphrase), "--state",
                                         Path("state.sqlite")};
  Serve(lake.path(), options);
  ASSERT_TRUE(service_->Await([&] { return service_->Fact("current_ledger") == 1009; }));
  const std::string id = StartFrom(control_, 1000);
  close(5);
  ASSERT_TRUE(service_->Await([&] { return service_->Fact("current_ledger") == 1014; }));
  ASSERT_TRUE(service_->Await([&] { return StatusOf(control_, id).current_ledger() == 1014; }));

  service_->Kill();
  close(25);  // that nobody sees close
  Serve(lake.path(), options);
  ASSERT_TRUE(service_->Await([&] { return StatusOf(control_, id).current_ledger() == 1039; }));
  EXPECT_EQ(StatusOf(control_, id).entries_processed(), 40u * 3);  // each once
  EXPECT_EQ(StatusOf(control_, id).status(), contractdata::v1::GetStatusResponse::RUNNING);
  ASSERT_TRUE(service_->Await([&] { return service_->Fact("current_ledger") == 1039; }));
  // Its own reading began at 1009, and went on behind what was saved instead of at the newest.
  EXPECT_GE(service_->Metric("contract_data_processor_ledgers_processed_total"), 2 * 25);
  // The live stream is the session's still.
  EXPECT_EQ(Read("contract-data-stream", 1).front()["ledger_sequence"], 1000);

  service_->Stop();
  Serve(lake.path(), options);
  EXPECT_EQ(StatusOf(control_, id).entries_processed(), 40u * 3);
  EXPECT_EQ(StatusOf(control_, id).status(), contractdata::v1::GetStatusResponse::RUNNING);
}

TEST_F(ContractsOperationTest, FillsALakeWhileItServes) {
  const std::vector<BuiltLedger> ledgers = CounterLedgers(1000, 20, 3);
  GrowingLake source(Path("source"), {});
  const std::vector<std::string> options{
      "--network", std::string(kTestPassphrase),
      "--start",   "1000:",
      "--sink",    "lake",
      "--lake",    Path("lake"),
      "--config",  folder_.Write("config.yaml", "ducklake: {commit_interval_seconds: 0}\n")};
  const auto committed = [&] { return service_->Metric("stellarlake_ingest_ledgers_total"); };
  for (std::size_t i = 0; i < 10; ++i) source.Add(ledgers[i]);
  Serve(source.path(), options);
  EXPECT_EQ(Read("contract_data:1000:1009").size(), 31u);
  ASSERT_TRUE(service_->Await([&] { return committed() == 10; })) << service_->Log();
  service_->Kill();
  for (std::size_t i = 10; i < 20; ++i) source.Add(ledgers[i]);
  Serve(source.path(), options);
  ASSERT_TRUE(service_->Await([&] { return committed() == 10; })) << service_->Log();
  EXPECT_EQ(service_->Health()["components"]["sink"]["status"], "healthy");
  service_->Stop();
  const ChildResult rows =
      RunChild({Program(), "sql", "--lake", Path("lake"), "--format", "csv",
                "SELECT count(*), count(DISTINCT ledger_sequence), min(ledger_sequence), "
                "max(ledger_sequence) FROM contract_data_snapshot_v1"});
  EXPECT_THAT(rows.out, HasSubstr("60,20,1000,1019")) << rows.err << service_->Log();
}

TEST_F(ContractsOperationTest, FillsPostgresWhileItServes) {
  const auto server = PostgresServer::Start();
  if (server == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
  const std::string hot = server->CreateDatabase("hot");
  const ChildResult up = RunChild({Program(), "hot", "migrate", "up", "--hot", hot});
  ASSERT_EQ(up.exit_status, 0) << up.err;
  GrowingLake source(Path("source"), {});
  for (const BuiltLedger& ledger : CounterLedgers(1000, 20, 3)) source.Add(ledger);
  Serve(source.path(), {"--network", std::string(kTestPassphrase), "--start", "1000:", "--sink",
                        "hot", "--hot", hot});
  ASSERT_TRUE(service_->Await([&] {
    return server->Sql("hot",
                       "SELECT count(*), min(ledger_sequence), max(ledger_sequence) FROM "
                       "contract_data_snapshot_v1") == "60|1000|1019\n";
  })) << service_->Log();
  EXPECT_EQ(Read("contract_data:1000:1019").size(), 61u);
}

TEST_F(ContractsOperationTest, ASinkThatCannotBeHadEndsTheService) {
  GrowingLake source(Path("source"), {});
  for (const BuiltLedger& ledger : CounterLedgers(1000, 2)) source.Add(ledger);
  const ChildResult none =
      RunChild({Program(), "contracts", source.path(), "--sink", "lake", "--network",
                std::string(kTestPassphrase), "--listen", "127.0.0.1:0", "--control-listen",
                "127.0.0.1:0", "--health-port", "0"});
  EXPECT_EQ(none.exit_status, 2);
  EXPECT_THAT(none.err, HasSubstr("--start LEDGER:"));
}

TEST_F(ContractsOperationTest, HasTheMetricsOfItsSpecification) {
  GrowingLake lake(Path("lake"), {});
  for (const BuiltLedger& ledger : CounterLedgers(1000, 20, 3)) lake.Add(ledger);
  Serve(lake.path(), {"--network", std::string(kTestPassphrase), "--start", "1000:"});
  ASSERT_TRUE(service_->Await([&] { return service_->Fact("current_ledger") == 1019; }));
  EXPECT_EQ(Read("contract_data:1000:1004").size(), 16u);
  const auto metric = [&](const std::string& name) {
    return service_->Metric("contract_data_processor_" + name);
  };
  EXPECT_EQ(metric("up"), 1);
  EXPECT_EQ(metric("component_healthy{component=\"data_source\"}"), 1);
  EXPECT_EQ(metric("component_healthy{component=\"stream_manager\"}"), 1);
  EXPECT_EQ(metric("component_healthy{component=\"flight_server\"}"), 1);
  EXPECT_EQ(metric("ledgers_received_total"), 20);
  EXPECT_GT(metric("bytes_received_total"), 1000);
  EXPECT_GE(metric("ingest_rate"), 0);
  EXPECT_EQ(metric("reconnections_total"), 0);
  EXPECT_EQ(metric("ledgers_processed_total"), 20);
  EXPECT_EQ(metric("contracts_found_total"), 60);
  EXPECT_EQ(metric("processing_errors_total"), 0);
  EXPECT_TRUE(service_->Await([&] { return metric("queue_depth") == 0; }));
  EXPECT_EQ(metric("current_ledger"), 1019);
  EXPECT_EQ(metric("processing_duration_seconds_count"), 20);
  EXPECT_GT(metric("processing_duration_seconds_sum"), 0);
  EXPECT_EQ(metric("processing_duration_seconds_bucket{le=\"+Inf\"}"), 20);
  EXPECT_EQ(metric("flight_rows_total"), 15);
  EXPECT_GE(metric("flight_send_seconds_count"), 1);
  // GetMetrics without a session is the same.
  grpc::ClientContext context;
  contractdata::v1::GetMetricsResponse response;
  ASSERT_TRUE(Control(control_)->GetMetrics(&context, {}, &response).ok());
  EXPECT_EQ(response.contracts_processed(), 60u);
  EXPECT_EQ(static_cast<double>(response.bytes_processed()), metric("bytes_processed_total"));
  EXPECT_EQ(static_cast<double>(response.batches_created()), metric("batches_created_total"));
}

std::string Get(int port, const std::string& path) {
  HttpClient client{NetworkOptions()};
  const auto answer = client.Send(
      {.url = fmt::format("http://localhost:{}{}", port, path), .max_bytes = 1 << 20}, {});
  return answer.ok() && answer->status == 200 ? std::string(AsText(answer->body)) : "";
}

// The value of a series that the text of /metrics names in full; -1 when it does not.
double ValueOf(const std::string& metrics, const std::string& series) {
  const std::size_t at = metrics.find("\n" + series + " ");
  return at == metrics.npos ? -1 : std::stod(metrics.substr(at + series.size() + 2));
}

// "Testing Phase 2" of specification 003, terminal by terminal; ports are free ones, and the
// network of the test is named.
TEST_F(ContractsOperationTest, DoesWhatTheTranscriptOfItsSpecificationSays) {
  GrowingLake lake(Path("lake"), {});
  const std::vector<BuiltLedger> ledgers = CounterLedgers(1000, 20);
  for (std::size_t i = 0; i < 10; ++i) lake.Add(ledgers[i]);
  const int source = FreePort(), health = FreePort();
  const Daemon terminal_1({Program(), "serve-ledgers", lake.path(), "--listen",
                           fmt::format("127.0.0.1:{}", source), "--health-port", "0"});
  ASSERT_TRUE(WaitForPort(source));
  Daemon terminal_2({Program(), "contracts", "--listen", "127.0.0.1:0", "--control-listen",
                     "127.0.0.1:0", "--network", std::string(kTestPassphrase)},
                    {{"SOURCE_ENDPOINT", fmt::format("localhost:{}", source)},
                     {"HEALTH_PORT", std::to_string(health)}});
  ASSERT_TRUE(Eventually([&] { return Get(health, "/ready") == "ready\n"; }));

  const Json terminal_3 = Json::parse(Get(health, "/health"));
  EXPECT_EQ(terminal_3["status"], "healthy");
  EXPECT_TRUE(terminal_3.contains("version"));
  EXPECT_TRUE(terminal_3["uptime"].is_string());
  const Json data_source = terminal_3["components"]["data_source"];
  EXPECT_EQ(data_source["name"], "data_source");
  EXPECT_EQ(data_source["healthy"], true);
  EXPECT_TRUE(data_source["last_check"].is_string());
  EXPECT_TRUE(data_source["metrics"].contains("ledgers_received"));
  EXPECT_TRUE(data_source["metrics"].contains("ingest_rate"));

  const auto terminal_4 = [&](const char* series) {
    return ValueOf(Get(health, "/metrics"), series);
  };
  const char* const received = "contract_data_processor_ledgers_received_total";
  ASSERT_TRUE(Eventually([&] { return terminal_4(received) == 1; }));
  for (std::size_t i = 10; i < 20; ++i) lake.Add(ledgers[i]);
  EXPECT_TRUE(Eventually([&] { return terminal_4(received) == 11; }));
  EXPECT_GE(terminal_4("contract_data_processor_ingest_rate"), 0);

  terminal_2.Signal(SIGINT);
  EXPECT_TRUE(Eventually([&] { return !terminal_2.running(); }));
  EXPECT_EQ(terminal_2.exit_status(), 0);
}

}  // namespace
}  // namespace lake::testing
