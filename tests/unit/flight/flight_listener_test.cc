// TLS and the token of a Flight server, with Arrow's own client.
#include "flight/flight_listener.h"

#include <arrow/flight/client.h>
#include <arrow/flight/server.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/certificate.h"
#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake::testing {
namespace {

namespace flight = arrow::flight;
using ::testing::HasSubstr;

// Answers every call that gets through with "not implemented".
class NothingServer final : public flight::FlightServerBase {};

class FlightListenerTest : public ::testing::Test {
 protected:
  ~FlightListenerTest() override {
    if (listening_) StopFlight(server_, SystemClock());
  }
  void Listen(const ServerAccess& access) {
    ASSERT_THAT(ListenFlight(server_, {.listen = "127.0.0.1:0", .access = access}), IsOk());
    listening_ = true;
  }
  ServerAccess Tls() {
    WriteCertificate(folder_);
    return {.tls_certificate = ReadFile(folder_.File("cert.pem")),
            .tls_key = ReadFile(folder_.File("key.pem"))};
  }
  // How a call ends that shows `authorization` ("" = nothing) to the server.
  arrow::Status Call(const std::string& authorization, bool tls = false) {
    flight::FlightClientOptions options;
    if (tls) options.tls_root_certs = ReadFile(folder_.File("cert.pem"));
    const auto at = (tls ? flight::Location::ForGrpcTls("127.0.0.1", server_.port())
                         : flight::Location::ForGrpcTcp("127.0.0.1", server_.port()))
                        .ValueOrDie();
    const auto client = flight::FlightClient::Connect(at, options).ValueOrDie();
    flight::FlightCallOptions call;
    if (!authorization.empty()) call.headers.emplace_back("authorization", authorization);
    return client->ListActions(call).status();
  }
  static bool IsUnauthenticated(const arrow::Status& status) {
    const auto detail = flight::FlightStatusDetail::UnwrapStatus(status);
    return detail != nullptr && detail->code() == flight::FlightStatusCode::Unauthenticated;
  }

  TempFolder folder_;
  NothingServer server_;
  bool listening_ = false;
};

TEST_F(FlightListenerTest, LetsEverybodyInWithoutAToken) {
  Listen({});
  EXPECT_TRUE(Call("").IsNotImplemented()) << Call("").ToString();
  EXPECT_TRUE(Call("Bearer whatever").IsNotImplemented());
}

TEST_F(FlightListenerTest, LetsInOnlyThoseWithTheToken) {
  Listen({.token = "open sesame"});
  EXPECT_TRUE(Call("Bearer open sesame").IsNotImplemented());
  EXPECT_TRUE(Call("bearer open sesame").IsNotImplemented());
  for (const char* const shown :
       {"", "Bearer open", "Bearer open sesame!", "open sesame", "Basic b3Blbg=="}) {
    const arrow::Status refused = Call(shown);
    EXPECT_TRUE(IsUnauthenticated(refused)) << shown << ": " << refused.ToString();
    EXPECT_THAT(refused.ToString(), HasSubstr("authorization: Bearer"));
  }
}

TEST_F(FlightListenerTest, SpeaksTlsToThoseWhoKnowItsCertificate) {
  ServerAccess access = Tls();
  access.token = "open sesame";
  Listen(access);
  EXPECT_TRUE(Call("Bearer open sesame", /*tls=*/true).IsNotImplemented());
  EXPECT_TRUE(IsUnauthenticated(Call("", /*tls=*/true)));
  const arrow::Status clear = Call("Bearer open sesame");
  EXPECT_FALSE(clear.IsNotImplemented() || IsUnauthenticated(clear)) << clear.ToString();
}

TEST_F(FlightListenerTest, SaysWhatItCannotListenWith) {
  EXPECT_THAT(ListenFlight(server_, {.listen = "127.0.0.1:0", .access = {.tls_key = "key"}}),
              IsError(Code::kInvalidArgument, "both"));
  NothingServer with_rubbish;
  EXPECT_THAT(
      ListenFlight(with_rubbish, {.listen = "127.0.0.1:0",
                                  .access = {.tls_certificate = "rubbish", .tls_key = "rubbish"}}),
      IsError(Code::kUnavailable, "cannot listen on 127.0.0.1:0"));
  Listen({});
  NothingServer second;
  EXPECT_THAT(ListenFlight(second, {.listen = fmt::format("127.0.0.1:{}", server_.port())}),
              IsError(Code::kUnavailable, "cannot listen on 127.0.0.1:"));
}

}  // namespace
}  // namespace lake::testing
