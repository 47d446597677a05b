// Our server seen by programs that are not ours, and our client against a server that is not ours:
// both in Go, from the proto with stock generators; and grpcurl.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/hex.h"
#include "base/sha256.h"
#include "serve/ledger_server.h"
#include "source/grpc/grpc_source.h"
#include "support/certificate.h"
#include "support/child.h"
#include "support/daemon.h"
#include "support/fake_ledger_source.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

namespace fs = std::filesystem;
using testing::Daemon;
using testing::FakeLedgers;
using testing::FakeLedgerSource;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;

const std::string kClient = testing::BuildPath("peers/bin/client");
const std::string kServer = testing::BuildPath("peers/bin/server");
const std::string kGoTools = testing::DepsPath("gotools");
const std::string kGrpcurl = testing::DepsPath("gotools/grpcurl");

class GrpcPeersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kGoTools)) GTEST_SKIP() << kGoTools << ": no Go here to build peers with";
    for (const std::string& program : {kClient, kServer, kGrpcurl}) {
      ASSERT_TRUE(fs::exists(program)) << program << " is not built";
    }
  }
  void Serve(std::size_t ledger_bytes, LedgerServerOptions options = {}) {
    ledgers_ = std::make_shared<FakeLedgers>(10, 200, ledger_bytes);
    options.listen = "127.0.0.1:0";
    auto server = LedgerServer::Start(
        [ledgers = ledgers_]() -> Result<std::unique_ptr<LedgerSource>> {
          return std::unique_ptr<LedgerSource>(std::make_unique<FakeLedgerSource>(ledgers));
        },
        options);
    ASSERT_THAT(server, IsOk());
    server_ = std::move(server).value();
    address_ = fmt::format("127.0.0.1:{}", server_->port());
  }
  ChildResult Client(std::vector<std::string> words) const {
    words.insert(words.begin(), {kClient, "-address", address_});
    return RunChild(words);
  }
  ChildResult Grpcurl(std::vector<std::string> words) const {
    words.insert(words.begin(), {kGrpcurl, "-plaintext"});
    return RunChild(words);
  }
  std::string Lines(std::uint32_t first, std::uint32_t last) const {
    std::string text;
    for (std::uint32_t i = first; i <= last; ++i) {
      const std::vector<std::uint8_t> content = ledgers_->Content(i);
      text += fmt::format("{} {} {}\n", i, content.size(), Hex(Sha256(content)));
    }
    return text;
  }

  std::shared_ptr<FakeLedgers> ledgers_;
  std::unique_ptr<LedgerServer> server_;
  std::string address_;
};

TEST_F(GrpcPeersTest, ClientInGoReadsOurStream) {
  Serve(5 << 20);
  const ChildResult result = Client({"stream", "15", "4"});
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(result.out, Lines(15, 18));
}

TEST_F(GrpcPeersTest, ClientInGoReadsOurRanges) {
  Serve(1000);
  EXPECT_EQ(Client({"range", "198", "300"}).out, Lines(198, 200) + "latest 200\n");
  EXPECT_THAT(Client({"range", "5", "9"}).err, HasSubstr("code = NotFound desc = ledger 5"));
}

TEST_F(GrpcPeersTest, ClientInGoUsesTlsAndToken) {
  const testing::TempFolder folder;
  testing::WriteCertificate(folder);
  LedgerServerOptions options;
  options.access.tls_certificate = testing::ReadFile(folder.File("cert.pem"));
  options.access.tls_key = testing::ReadFile(folder.File("key.pem"));
  options.access.token = "open sesame";
  Serve(100, options);
  EXPECT_EQ(
      Client({"-ca", folder.File("cert.pem"), "-token", "open sesame", "stream", "10", "1"}).out,
      Lines(10, 10));
  EXPECT_THAT(Client({"-ca", folder.File("cert.pem"), "-token", "wrong", "stream", "10", "1"}).err,
              HasSubstr("Unauthenticated"));
  EXPECT_NE(Client({"-token", "open sesame", "stream", "10", "1"}).exit_status, 0);

  SourceOptions ours;
  ours.network.ca_file = folder.File("cert.pem");
  ours.network.token = "open sesame";
  const auto source = OpenGrpcSource("grpcs://" + address_, ours);
  ASSERT_THAT(source, IsOk());
  ASSERT_THAT((*source)->Seek({10, 10}), IsOk());
  EXPECT_THAT((*source)->Next(), IsOk());
}

TEST_F(GrpcPeersTest, GrpcurlFindsItsWayByReflection) {
  Serve(10);
  EXPECT_THAT(Grpcurl({address_, "list"}).out, HasSubstr("raw_ledger_service.RawLedgerService"));
  EXPECT_THAT(Grpcurl({address_, "describe", "raw_ledger_service.RawLedger"}).out,
              HasSubstr("bytes ledger_close_meta_xdr = 2;"));
  const ChildResult range = Grpcurl({"-d", R"({"start_ledger": 200, "end_ledger": 201})", address_,
                                     "raw_ledger_service.RawLedgerService/GetLedgerRange"});
  EXPECT_THAT(range.out, HasSubstr("\"latest_ledger\": 200"));
}

TEST_F(GrpcPeersTest, StandardHealthServiceAnswers) {
  Serve(10);
  const testing::TempFolder folder;
  // Reflection does not know this service: it is gRPC's own.
  folder.Write("health.proto", R"(syntax = "proto3"; package grpc.health.v1;
    message HealthCheckRequest { string service = 1; }
    message HealthCheckResponse {
      enum ServingStatus { UNKNOWN = 0; SERVING = 1; NOT_SERVING = 2; SERVICE_UNKNOWN = 3; }
      ServingStatus status = 1;
    }
    service Health { rpc Check(HealthCheckRequest) returns (HealthCheckResponse); })");
  const auto check = [&] {
    return Grpcurl({"-import-path", folder.path().string(), "-proto", "health.proto", "-d",
                    R"({"service": "raw_ledger_service.RawLedgerService"})", address_,
                    "grpc.health.v1.Health/Check"})
        .out;
  };
  EXPECT_THAT(check(), HasSubstr("\"SERVING\""));
  server_->SetHealthy(false);
  EXPECT_THAT(check(), HasSubstr("\"NOT_SERVING\""));
}

class GoServer {
 public:
  explicit GoServer(std::vector<std::string> words) {
    words.insert(words.begin(), kServer);
    daemon_ = std::make_unique<Daemon>(std::move(words));
    spec = "grpc://127.0.0.1:" + daemon_->ReadLine();
  }
  std::string spec;

 private:
  std::unique_ptr<Daemon> daemon_;
};

TEST_F(GrpcPeersTest, OurClientReadsAServerInGo) {
  const GoServer server({"-first", "5", "-tip", "60", "-size", "300000"});
  const FakeLedgers expected(5, 60, 300'000);
  const auto source = OpenGrpcSource(server.spec, {});
  ASSERT_THAT(source, IsOk());
  EXPECT_EQ((*(*source)->Extent()).ledgers.last(), 60u);
  ASSERT_THAT((*source)->Seek({7, 60}), IsOk());
  for (std::uint32_t sequence = 7; sequence <= 60; ++sequence) {
    const auto ledger = (*source)->Next();
    ASSERT_THAT(ledger, IsOk());
    const std::vector<std::uint8_t> content = expected.Content(sequence);
    ASSERT_EQ(AsText((*ledger)->xdr), AsText(content));
  }
  EXPECT_FALSE((*(*source)->Next()).has_value());
}

}  // namespace
}  // namespace lake
