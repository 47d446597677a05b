#include "net/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "support/fault_proxy.h"
#include "support/http_script_server.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::FaultProxy;
using testing::HasMessage;
using testing::HttpExchange;
using testing::HttpScriptServer;
using testing::IsError;
using testing::IsOk;

NetworkOptions Quick() {
  NetworkOptions options;
  options.connect_timeout_ms = 30'000;
  options.idle_timeout_ms = 2'000;  // a busy machine must not look like a silent server
  return options;
}

Result<HttpAnswer> Get(const std::string& url, std::uint64_t max_bytes = 1'000'000) {
  HttpClient client(Quick());
  return client.Send({.url = url, .max_bytes = max_bytes}, {});
}

Result<HttpAnswer> GetFrom(HttpScriptServer::Answer answer, std::uint64_t max_bytes = 1'000'000) {
  const HttpScriptServer server([&](const HttpExchange&) { return answer; });
  return Get(server.url() + "/x", max_bytes);
}

TEST(HttpClient, GivesStatusHeadersAndBody) {
  const auto answer = GetFrom(HttpScriptServer::Status(404, "X-Thing:  a b \r\n", "gone"));
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->status, 404);
  EXPECT_EQ(answer->header("x-thing"), "a b");
  EXPECT_EQ(answer->header("missing"), "");
  EXPECT_EQ(AsText(answer->body), "gone");
}

TEST(HttpClient, PostsItsBody) {
  const HttpScriptServer server([](const HttpExchange& exchange) {
    return HttpScriptServer::Ok(exchange.method + exchange.headers.at("x-a") + exchange.body);
  });
  HttpClient client(Quick());
  const auto answer = client.Send({.method = HttpMethod::kPost,
                                   .url = server.url(),
                                   .headers = {"X-A: b"},
                                   .body = "{\"x\":1}",
                                   .max_bytes = 100},
                                  {});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(AsText(answer->body), "POSTb{\"x\":1}");
}

TEST(HttpClient, ShortBodyIsAnErrorThatMayPass) {
  EXPECT_THAT(GetFrom({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"}),
              IsError(Code::kUnavailable));
  EXPECT_THAT(GetFrom({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n12345"}),
              IsError(Code::kUnavailable));
  EXPECT_THAT(GetFrom({""}), IsError(Code::kUnavailable));
  EXPECT_THAT(GetFrom({"HTTP/1.1 200 O"}), IsError(Code::kUnavailable));
}

TEST(HttpClient, BodyWhoseEndNobodyAnnouncesIsNotTrusted) {
  const auto answer = GetFrom({"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n12345"});
  EXPECT_THAT(answer, IsError(Code::kUnavailable));
  EXPECT_THAT(answer, HasMessage("not announced"));
}

TEST(HttpClient, AnswerAboveItsBoundIsRefusedWhetherAnnouncedOrNot) {
  EXPECT_THAT(GetFrom(HttpScriptServer::Ok(std::string(1001, 'x')), 1000),
              IsError(Code::kResourceExhausted));
  std::string chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 100; ++i) chunks += "A\r\n0123456789\r\n";
  EXPECT_THAT(GetFrom({chunks + "0\r\n\r\n"}, 999), IsError(Code::kResourceExhausted));
  EXPECT_THAT(GetFrom({chunks + "0\r\n\r\n"}, 1000), IsOk());
}

TEST(HttpClient, SilenceInTheMiddleEndsTheRequest) {
  const auto answer =
      GetFrom({.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", .silent = true});
  EXPECT_THAT(answer, IsError(Code::kUnavailable));
  EXPECT_THAT(answer, HasMessage("nothing came"));
}

TEST(HttpClient, NobodyListeningMayPassAndAMalformedAddressDoesNot) {
  EXPECT_THAT(Get("http://127.0.0.1:1/x"), IsError(Code::kUnavailable));
  EXPECT_THAT(Get("file:///etc/hostname"), IsError(Code::kInvalidArgument));
  EXPECT_THAT(Get("http://[::"), IsError(Code::kInvalidArgument));
}

TEST(HttpClient, HostThatDoesNotResolveMayPassHoweverOftenItIsAsked) {
  // Longer than a label of a name may be: refused without a question to any server.
  const std::string url = "http://" + std::string(70, 'a') + ".invalid/x";
  const HttpScriptServer server([](const HttpExchange&) { return HttpScriptServer::Ok("here"); });
  HttpClient client(Quick());
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(client.Send({.url = url, .max_bytes = 1}, {}), IsError(Code::kUnavailable)) << i;
  }
  EXPECT_THAT(client.Send({.url = server.url(), .max_bytes = 100}, {}), IsOk());
}

TEST(HttpClient, FollowsAFewRedirectsButNoLoopAndNoOtherProtocol) {
  const HttpScriptServer server([&](const HttpExchange& exchange) {
    if (exchange.target == "/a") return HttpScriptServer::Status(302, "Location: /b\r\n");
    if (exchange.target == "/loop") return HttpScriptServer::Status(302, "Location: /loop\r\n");
    if (exchange.target == "/file") {
      return HttpScriptServer::Status(302, "Location: file:///etc/hostname\r\n");
    }
    return HttpScriptServer::Ok("here");
  });
  const auto followed = Get(server.url() + "/a");
  ASSERT_THAT(followed, IsOk());
  EXPECT_EQ(AsText(followed->body), "here");
  EXPECT_THAT(Get(server.url() + "/loop"), IsError(Code::kInvalidArgument));
  EXPECT_LE(server.requests(), 9);
  EXPECT_THAT(Get(server.url() + "/file"), IsError(Code::kInvalidArgument));
}

TEST(HttpClient, StopEndsARequestThatHangs) {
  const HttpScriptServer server(
      [](const HttpExchange&) { return HttpScriptServer::Answer{.bytes = "", .silent = true}; });
  NetworkOptions options;
  options.idle_timeout_ms = 600'000;
  HttpClient client(options);
  std::stop_source stop;
  auto answer = std::async(std::launch::async, [&] {
    return client.Send({.url = server.url(), .max_bytes = 1}, stop.get_token());
  });
  stop.request_stop();
  EXPECT_THAT(answer.get(), IsError(Code::kCancelled));
}

TEST(HttpStatusError, SaysWhichStatusesMayPass) {
  EXPECT_EQ(HttpStatusError(404, "").code, Code::kNotFound);
  for (const int status : {408, 429, 500, 502, 503, 504}) {
    EXPECT_EQ(HttpStatusError(status, "").code, Code::kUnavailable) << status;
  }
  for (const int status : {301, 400, 401, 403, 416}) {
    EXPECT_EQ(HttpStatusError(status, "x").code, Code::kInvalidArgument) << status;
  }
}

}  // namespace
}  // namespace lake
