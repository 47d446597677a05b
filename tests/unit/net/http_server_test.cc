#include "net/http_server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <list>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "base/unique_fd.h"
#include "support/resident_memory.h"

namespace lake {
namespace {

// A client that sends what a test says.
class Client {
 public:
  explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    void* const bytes = &address;
    EXPECT_EQ(::connect(socket_.get(), static_cast<sockaddr*>(bytes), sizeof address), 0);
  }
  // False when the server has cut the connection.
  bool Send(std::string_view text) {
    return ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL) > 0;
  }
  // All until the server closes.
  std::string ReadToEnd() {
    std::string text;
    std::array<char, 4096> bytes;
    while (true) {
      const ssize_t count = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
      if (count <= 0) return text;
      text.append(bytes.data(), static_cast<std::size_t>(count));
    }
  }
  std::string Ask(std::string_view text) {
    Send(text);
    return ReadToEnd();
  }

 private:
  UniqueFd socket_;
};

std::unique_ptr<HttpServer> Serve(HttpServer::Answer answer, HttpServerOptions options = {}) {
  auto server = HttpServer::Start(std::move(options), std::move(answer));
  EXPECT_TRUE(server.ok());
  return std::move(server).value();
}

HttpReply Echo(const HttpCall& call) {
  if (call.path == "/throw") throw std::runtime_error("no");
  if (call.path == "/memory") throw std::bad_alloc();
  return {.body = fmt::format("{}?{} {}", call.path, call.query, call.header("x-a"))};
}

constexpr std::string_view kClose = "Connection: close\r\n\r\n";

std::string Get(std::string_view target) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: x\r\n{}", target, kClose);
}

TEST(HttpServer, AnswersAndSaysHowLongTheAnswerIs) {
  const auto server = Serve(Echo);
  const std::string answer =
      Client(server->port()).Ask(fmt::format("GET /a?b=c HTTP/1.1\r\nX-A:  d \r\n{}", kClose));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_NE(answer.find("Content-Length: 8\r\n"), answer.npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n/a?b=c d")) << answer;
  const std::string head = Client(server->port()).Ask("HEAD /a HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(head.ends_with("\r\n\r\n")) << head;
  EXPECT_TRUE(Client(server->port()).Ask(Get("/throw")).starts_with("HTTP/1.1 500"));
}

TEST(HttpServer, AnswerThatFindsNoMemoryIsOneToAskForAgain) {
  const auto server = Serve(Echo);
  for (int i = 0; i < 3; ++i) {
    const std::string answer = Client(server->port()).Ask(Get("/memory"));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 503")) << answer;
  }
  EXPECT_TRUE(Client(server->port()).Ask(Get("/a")).starts_with("HTTP/1.1 200"));
}

TEST(HttpServer, OneConnectionCarriesSeveralRequests) {
  const auto server = Serve(Echo);
  const std::string answers =
      Client(server->port())
          .Ask("GET /first HTTP/1.1\r\n\r\nGET /second HTTP/1.1\r\n\r\n" + Get("/third"));
  const std::size_t second = answers.find("/second?");
  EXPECT_LT(answers.find("/first?"), second) << answers;
  EXPECT_LT(second, answers.find("/third?")) << answers;
  EXPECT_NE(answers.find("/third?"), answers.npos) << answers;
}

TEST(HttpServer, RefusesWhatIsNoRequestItAnswers) {
  const auto server = Serve(Echo);
  const auto status = [&](std::string_view request) {
    return Client(server->port()).Ask(request).substr(0, 12);
  };
  EXPECT_EQ(status("hello\r\n\r\n"), "HTTP/1.1 400");
  EXPECT_EQ(status("GET a HTTP/1.1\r\n\r\n"), "HTTP/1.1 400");
  EXPECT_EQ(status("GET / HTTP/1.1\r\nno colon\r\n\r\n"), "HTTP/1.1 400");
  EXPECT_EQ(status("PRI * HTTP/2.0\r\n\r\n"), "HTTP/1.1 400");
  EXPECT_EQ(status("GET / HTTP/2.0\r\n\r\n"), "HTTP/1.1 505");
  EXPECT_EQ(status("DELETE / HTTP/1.1\r\n\r\n"), "HTTP/1.1 405");
  EXPECT_EQ(status("POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\nxxx"), "HTTP/1.1 413");
  EXPECT_EQ(status("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), "HTTP/1.1 413");
}

TEST(HttpServer, GivesTheWholeAnswerWhateverRangeIsAskedFor) {
  const auto server = Serve(Echo);
  std::string ranges = "bytes=0-";
  for (int i = 0; i < 1000; ++i) ranges += ",0-";
  const std::string answer =
      Client(server->port()).Ask(fmt::format("GET /a HTTP/1.1\r\nRange: {}\r\n{}", ranges, kClose));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
  EXPECT_LT(answer.size(), 500u);
}

TEST(HttpServer, HeadersAreBoundedInBytesAndInNumber) {
  const auto server = Serve(Echo);
  std::string many = "GET / HTTP/1.1\r\n";
  for (std::size_t i = 0; i <= kHttpHeadersMax; ++i) many += "a: b\r\n";
  EXPECT_TRUE(Client(server->port()).Ask(many + "\r\n").starts_with("HTTP/1.1 431"));
  const std::string one = fmt::format("GET / HTTP/1.1\r\na: {}", std::string(9000, 'x'));
  EXPECT_TRUE(Client(server->port()).Ask(one).starts_with("HTTP/1.1 431"));
}

TEST(HttpServer, HeadersWithoutAnEndCostNoMemory) {
  const auto server = Serve(Echo);
  const std::string line = "a: " + std::string(1000, 'x') + "\r\n";
  const std::uint64_t before = testing::ResidentBytes(::getpid());
  for (int connection = 0; connection < 20; ++connection) {
    Client client(server->port());
    client.Send("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 5000 && client.Send(line); ++i) continue;
  }
  EXPECT_LT(testing::ResidentBytes(::getpid()), before + (20 << 20));
}

TEST(HttpServer, ARequestThatDripsIsCutOffAtItsDeadline) {
  const auto server = Serve(Echo, {.request_ms = 200});
  Client client(server->port());
  // Each byte is new, so only the time of the whole request can end it.
  ASSERT_TRUE(client.Send("GET / HTTP/1.1\r\n"));
  while (client.Send("x")) std::this_thread::yield();
  EXPECT_EQ(Client(server->port()).Ask("").substr(0, 1), "");
}

TEST(HttpServer, ClientsThatWaitOrDripDoNotDelayOthers) {
  const auto server = Serve(Echo, {.request_ms = 600'000, .answer_ms = 600'000});
  std::list<Client> slow;
  for (int i = 0; i < 200; ++i) {
    slow.emplace_back(server->port());
    if (i % 2 == 0) slow.back().Send("GET / HT");
  }
  EXPECT_TRUE(Client(server->port()).Ask(Get("/a")).starts_with("HTTP/1.1 200"));
}

TEST(HttpServer, WhenAllSlotsAreTakenTheOldestWaiterGoes) {
  const auto server = Serve(Echo, {.connections_max = 8, .request_ms = 600'000});
  std::list<Client> slow;
  for (int i = 0; i < 50; ++i) slow.emplace_back(server->port());
  EXPECT_TRUE(Client(server->port()).Ask(Get("/a")).starts_with("HTTP/1.1 200"));
  EXPECT_EQ(slow.front().ReadToEnd(), "");  // cut off
}

TEST(HttpServer, AWorkerThatIsBusyDelaysNobodyElse) {
  std::mutex mutex;
  std::condition_variable changed;
  bool release = false;
  const auto server = Serve([&](const HttpCall& call) {
    if (call.path == "/slow") {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return release; });
    }
    return HttpReply{.body = call.path};
  });
  Client slow(server->port());
  slow.Send(Get("/slow"));
  EXPECT_TRUE(Client(server->port()).Ask(Get("/fast")).ends_with("/fast"));
  {
    const std::lock_guard lock(mutex);
    release = true;
  }
  changed.notify_all();
  EXPECT_TRUE(slow.ReadToEnd().ends_with("/slow"));
}

TEST(HttpServer, APortIsHadByOneOnlyAndAnAddressHasToBeOurs) {
  const auto server = Serve(Echo);
  EXPECT_EQ(HttpServer::Start({.port = server->port()}, Echo).error().code, Code::kUnavailable);
  EXPECT_EQ(HttpServer::Start({.address = "192.0.2.1"}, Echo).error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace lake
