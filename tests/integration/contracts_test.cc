// What the contract-data service gives to those who read it.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <signal.h>

#include <set>

#include "contracts_service.h"
#include "proto/contract_data_service.grpc.pb.h"
#include "support/certificate.h"
#include "support/eventually.h"
#include "support/growing_lake.h"
#include "support/ledger_builder.h"
#include "support/soroban_operations.h"

namespace lake::testing {
namespace {

using ::testing::HasSubstr;

TEST_F(ContractsTest, GivesTheRowsOfExtractForRealLedgers) {
  const std::string ledgers = SourcePath("tests/data/ledgers/pubnet");
  const ChildResult extracted =
      RunChild({Program(), "extract", ledgers, "--allow-gaps", "--tables",
                "contract_data_snapshot_v1", "--format", "jsonl", "--out", Path("rows")});
  ASSERT_EQ(extracted.exit_status, 0) << extracted.err;
  const std::vector<Json> wanted = Lines(ReadFile(Path("rows/contract_data_snapshot_v1.jsonl")));
  ASSERT_GT(wanted.size(), 100u);

  Serve(ledgers, {"--allow-gaps", "--start", "6154623:", "--network", "pubnet"});
  std::vector<Json> got = Read(R"(contract_data:6154623:58752000:{"include_deleted":true})");
  EXPECT_EQ(got.back()["complete_through"], 58'752'000);
  got.pop_back();
  ASSERT_EQ(got.size(), wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    SCOPED_TRACE(i);
    for (const char* column :
         {"contract_id", "ledger_sequence", "ledger_key_hash", "contract_key_type",
          "contract_durability", "asset_code", "asset_issuer", "asset_type", "balance_holder",
          "last_modified_ledger", "deleted"}) {
      ASSERT_EQ(got[i][column], wanted[i].value(column, Json())) << column;
    }
    // Decimals are texts in both.
    ASSERT_EQ(got[i]["balance_i128"], wanted[i].value("balance", Json()));
  }
}

TEST_F(ContractsTest, FollowsThroughAKillAndLosesNothing) {
  const std::vector<BuiltLedger> ledgers = CounterLedgers(1000, 40, 3);
  GrowingLake lake(Path("lake"), {});
  std::size_t next = 0;
  const auto close = [&](std::size_t count) {
    for (; count > 0; --count) lake.Add(ledgers[next++]);
  };
  close(10);
  const std::vector<std::string> options{"--network", std::string(kTestPassphrase)};
  Serve(lake.path(), options);
  ASSERT_TRUE(service_->Await([&] { return service_->Fact("current_ledger") == 1009; }));
  close(10);
  ASSERT_TRUE(service_->Await([&] { return service_->Fact("current_ledger") == 1019; }));
  std::vector<Json> first = Read("contract_data:1000:0", 31);  // leaves somewhere
  ASSERT_GE(first.size(), 32u);
  const std::uint32_t complete = first.back()["complete_through"];

  service_->Kill();
  close(20);
  Serve(lake.path(), options);
  std::vector<Json> second = Read(fmt::format("contract_data:{}:1039", complete + 1));
  EXPECT_EQ(second.back()["complete_through"], 1039);
  std::set<std::pair<std::uint32_t, std::string>> rows;
  const auto take = [&](const std::vector<Json>& from, std::uint32_t last) {
    for (const Json& row : from) {
      if (!row.contains("ledger_sequence") || row["ledger_sequence"] > last) continue;
      EXPECT_TRUE(rows.emplace(row["ledger_sequence"], row["ledger_key_hash"]).second);
    }
  };
  take(first, complete);
  take(second, 1039);
  EXPECT_EQ(rows.size(), 40u * 3);
}

// What the control plane says to a call that shows `authorization` over TLS.
grpc::Status StartSession(const std::string& address, const std::string& ca_file,
                          const std::string& authorization) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = ReadFile(ca_file);
  const auto stub = contractdata::v1::ControlService::NewStub(
      grpc::CreateChannel(address, grpc::SslCredentials(tls)));
  grpc::ClientContext context;
  context.AddMetadata("authorization", authorization);
  contractdata::v1::StartProcessingRequest request;
  request.set_start_ledger(1000);
  request.set_end_ledger(1004);
  contractdata::v1::StartProcessingResponse response;
  return stub->StartProcessing(&context, request, &response);
}

TEST_F(ContractsTest, ServesWithTlsThoseWhoShowTheToken) {
  GrowingLake lake(Path("lake"), {});
  for (const BuiltLedger& ledger : CounterLedgers(1000, 5)) lake.Add(ledger);
  WriteCertificate(folder_);
  Serve(lake.path(),
        {"--network", std::string(kTestPassphrase), "--tls-cert", Path("cert.pem"), "--tls-key",
         Path("key.pem"), "--token-file", folder_.Write("token", "open sesame\n")});
  ca_file_ = Path("cert.pem");
  token_ = "open";
  EXPECT_THAT(RunClient("contract_data:1000:1004").err, HasSubstr("authorization: Bearer"));
  token_ = "open sesame";
  EXPECT_EQ(Read("contract_data:1000:1004").size(), 6u);
  EXPECT_EQ(StartSession(control_, ca_file_, "Bearer open").error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_TRUE(StartSession(control_, ca_file_, "Bearer open sesame").ok());
  EXPECT_EQ(service_->StatusOf("/health"), 200);  // has no login
  ca_file_.clear();
  EXPECT_NE(RunClient("contract_data:1000:1004").exit_status, 0);
  EXPECT_THAT(service_->Log(), ::testing::Not(HasSubstr("sesame")));
}

TEST_F(ContractsTest, TakesTheVariablesOfItsSpecification) {
  GrowingLake lake(Path("lake"), {});
  for (const BuiltLedger& ledger : CounterLedgers(1000, 5)) lake.Add(ledger);
  const int source = FreePort(), flight = FreePort(), health = FreePort();
  const Daemon ledgers({Program(), "serve-ledgers", lake.path(), "--listen",
                        fmt::format("127.0.0.1:{}", source), "--health-port", "0"});
  ASSERT_TRUE(WaitForPort(source));
  Daemon service({Program(), "contracts"},
                 {{"SOURCE_ENDPOINT", fmt::format("127.0.0.1:{}", source)},
                  {"NETWORK_PASSPHRASE", std::string(kTestPassphrase)},
                  {"FLIGHT_ADDRESS", fmt::format("127.0.0.1:{}", flight)},
                  {"GRPC_ADDRESS", "127.0.0.1:0"},
                  {"HEALTH_PORT", std::to_string(health)},
                  {"BATCH_SIZE", "2"},
                  {"WORKER_COUNT", "2"},
                  {"FILTER_CONTRACT_IDS", ContractStrkey("other")},
                  {"INCLUDE_DELETED", "true"}});
  ASSERT_TRUE(WaitForPort(flight));
  flight_ = fmt::format("127.0.0.1:{}", flight);
  EXPECT_EQ(Read("contract_data:1000:1004").size(), 1u);  // its own filter lets nothing through
  EXPECT_EQ(Read("contract_data:1000:1004:{}").size(), 6u);
  ASSERT_TRUE(WaitForPort(health));
  service.Signal(SIGTERM);
  EXPECT_TRUE(Eventually([&] { return !service.running(); }));
  EXPECT_EQ(service.exit_status(), 0);
}

}  // namespace
}  // namespace lake::testing
