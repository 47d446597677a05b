// The program as people run it: serve-ledgers on one side, our client, curl's view and a signal on
// the other.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>

#include "net/http_client.h"
#include "source/grpc/grpc_source.h"
#include "support/certificate.h"
#include "support/child.h"
#include "support/daemon.h"
#include "support/eventually.h"
#include "support/free_port.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/read_ledgers.h"
#include "support/temp_folder.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::Daemon;
using testing::FreePort;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;

const std::string kProgram = testing::Program();

class ServeLedgersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::permissions(lake_.path(), std::filesystem::perms::all);
    testing::WriteFlatLake(lake_, 100, 120);
    port_ = FreePort();
    health_port_ = FreePort();
    address_ = fmt::format("127.0.0.1:{}", port_);
  }
  void Start(std::vector<std::string> further = {}) {
    std::vector<std::string> words{
        kProgram, "serve-ledgers", lake_.path().string(),       "--listen",
        address_, "--health-port", std::to_string(health_port_)};
    words.insert(words.end(), further.begin(), further.end());
    program_ = std::make_unique<Daemon>(words);
    ASSERT_TRUE(testing::WaitForPort(health_port_));
    ASSERT_TRUE(testing::WaitForPort(port_));  // is opened last
  }
  HttpAnswer Get(const std::string& path) {
    HttpClient client({});
    auto answer = client.Send(
        {.url = fmt::format("http://127.0.0.1:{}{}", health_port_, path), .max_bytes = 1 << 20},
        {});
    CHECK(answer.ok());
    return std::move(answer).value();
  }
  std::unique_ptr<LedgerSource> Client(const std::string& scheme = "grpc://",
                                       const SourceOptions& options = {}) {
    auto source = OpenGrpcSource(scheme + address_, options);
    CHECK(source.ok());
    return std::move(source).value();
  }

  testing::TempFolder lake_;
  int port_ = 0;
  int health_port_ = 0;
  std::string address_;
  std::unique_ptr<Daemon> program_;
};

TEST_F(ServeLedgersTest, ServesAFolderFollowsItAndStopsOnASignal) {
  Start();
  const auto source = Client();
  ASSERT_THAT(source->Seek({118, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 3), "118 119 120");
  testing::WriteBatch(lake_, "FFFFFF86--121.xdr.zst", 121, 121);
  EXPECT_EQ(testing::TakeLedgers(*source, 1), "121");

  EXPECT_EQ(Get("/ready").status, 200);
  EXPECT_TRUE(testing::Eventually([&] {
    return AsText(Get("/health").body).find("\"last_sequence\":121") != std::string_view::npos;
  }));
  const HttpAnswer health = Get("/health");
  const std::string_view text = AsText(health.body);
  EXPECT_THAT(text, HasSubstr("\"status\":\"healthy\""));
  EXPECT_THAT(text, HasSubstr("\"circuit_breaker_state\":\"closed\""));
  EXPECT_THAT(text, HasSubstr("\"clients\":1"));
  const HttpAnswer metrics = Get("/metrics");
  EXPECT_THAT(AsText(metrics.body),
              HasSubstr("stellarlake_serve_ledgers_total{call=\"stream\"} 4"));

  program_->Signal(SIGTERM);
  EXPECT_TRUE(testing::Eventually([&] { return !program_->running(); }));
}

TEST_F(ServeLedgersTest, ServesWithTlsThoseWhoShowTheToken) {
  testing::WriteCertificate(lake_);
  Start({"--tls-cert", lake_.File("cert.pem"), "--tls-key", lake_.File("key.pem"), "--token-file",
         lake_.Write("token", "open sesame\n")});
  SourceOptions options;
  options.network.ca_file = lake_.File("cert.pem");
  options.network.first_attempts_max = 1;
  EXPECT_THAT(Client("grpcs://", options)->Extent(), IsError(Code::kInvalidArgument));
  options.network.token = "open sesame";
  EXPECT_THAT(Client("grpc://", options)->Extent(), IsError(Code::kUnavailable));
  const auto source = Client("grpcs://", options);
  ASSERT_THAT(source->Seek({119, 120}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 2), "119 120");
  EXPECT_EQ(Get("/ready").status, 200);
}

TEST_F(ServeLedgersTest, AnswersReflectionOfGrpcurl) {
  const std::string grpcurl = testing::DepsPath("gotools/grpcurl");
  if (!std::filesystem::exists(testing::DepsPath("gotools"))) GTEST_SKIP() << "no grpcurl here";
  Start();
  const ChildResult services = RunChild({grpcurl, "-plaintext", address_, "list"});
  EXPECT_THAT(services.out, HasSubstr("grpc.health.v1.Health"));
  EXPECT_THAT(services.out, HasSubstr("raw_ledger_service.RawLedgerService"));
  const ChildResult range =
      RunChild({grpcurl, "-plaintext", "-d", R"({"start_ledger": 120, "end_ledger": 121})",
                address_, "raw_ledger_service.RawLedgerService/GetLedgerRange"});
  EXPECT_THAT(range.out, HasSubstr("\"latest_ledger\": 120"));
}

TEST_F(ServeLedgersTest, SecondSourceStandsInForTheFirst) {
  testing::TempFolder broken;
  std::filesystem::permissions(broken.path(), std::filesystem::perms::all);
  testing::WriteFlatLake(broken, 100, 110);
  broken.Write("FFFFFF98--103.xdr.zst", "not zstd");
  program_ = std::make_unique<Daemon>(std::vector<std::string>{
      kProgram, "serve-ledgers", broken.path().string(), lake_.path().string(), "--listen",
      address_, "--health-port", std::to_string(health_port_), "--config",
      lake_.Write("config.yaml", "source: {verify: off}\n")});
  ASSERT_TRUE(testing::WaitForPort(health_port_));
  ASSERT_TRUE(testing::WaitForPort(port_));
  const auto source = Client();
  ASSERT_THAT(source->Seek({101, 105}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 5), "101 102 103 104 105");
  EXPECT_THAT(AsText(Get("/health").body), HasSubstr("\"status\":\"degraded\""));
}

TEST_F(ServeLedgersTest, ConfigurationMistakesAreToldBeforeAnythingListens) {
  EXPECT_THAT(RunChild({kProgram, "serve-ledgers"}).err, HasSubstr("a source is missing"));
  EXPECT_THAT(RunChild({kProgram, "serve-ledgers", "grcp://host"}).err, HasSubstr("grpc"));
  EXPECT_THAT(RunChild({kProgram, "serve-ledgers", lake_.path().string(), "--tls-cert",
                        lake_.Write("cert.pem", "x")})
                  .err,
              HasSubstr("certificate and its key"));
}

}  // namespace
}  // namespace lake
