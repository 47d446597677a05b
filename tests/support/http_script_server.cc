#include "support/http_script_server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <optional>
#include <utility>

#include "base/check.h"

namespace lake::testing {
namespace {

constexpr int kTickMs = 5;
constexpr std::size_t kRequestBytesMax = 1 << 20;

bool Readable(int fd) {
  pollfd poll_fd{fd, POLLIN, 0};
  return ::poll(&poll_fd, 1, kTickMs) > 0;
}

void AwaitRoom(int fd) {
  pollfd poll_fd{fd, POLLOUT, 0};
  ::poll(&poll_fd, 1, kTickMs);
}

HttpExchange ParseHead(const std::string& head) {
  HttpExchange exchange;
  const std::size_t first = head.find(' ');
  const std::size_t second = head.find(' ', first + 1);
  exchange.method = head.substr(0, first);
  exchange.target = head.substr(first + 1, second - first - 1);
  for (std::size_t line = head.find("\r\n"); line != std::string::npos;) {
    const std::size_t next = head.find("\r\n", line + 2);
    const std::string text = head.substr(line + 2, next - line - 2);
    const std::size_t colon = text.find(": ");
    if (colon != std::string::npos) {
      std::string name = text.substr(0, colon);
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      exchange.headers[name] = text.substr(colon + 2);
    }
    line = next;
  }
  return exchange;
}

std::optional<HttpExchange> ReadRequest(int fd, const std::stop_token& stop) {
  std::string text;
  while (!stop.stop_requested() && text.size() < kRequestBytesMax) {
    const std::size_t end = text.find("\r\n\r\n");
    if (end != std::string::npos) {
      HttpExchange exchange = ParseHead(text.substr(0, end));
      const auto length = exchange.headers.find("content-length");
      const std::size_t size = length == exchange.headers.end() ? 0 : std::stoul(length->second);
      if (text.size() >= end + 4 + size) {
        exchange.body = text.substr(end + 4, size);
        return exchange;
      }
    }
    if (!Readable(fd)) continue;
    std::array<char, 16384> buffer;
    const ssize_t got = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (got <= 0) return std::nullopt;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return std::nullopt;
}

}  // namespace

HttpScriptServer::HttpScriptServer(Handler handler)
    : handler_(std::move(handler)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  CHECK(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
  CHECK(::listen(listener_.get(), 64) == 0);
  CHECK(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this](const std::stop_token& stop) { Accept(stop); });
}

HttpScriptServer::~HttpScriptServer() {
  acceptor_.request_stop();
  acceptor_.join();
}

std::string HttpScriptServer::url() const { return fmt::format("http://127.0.0.1:{}", port_); }

void HttpScriptServer::Accept(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!Readable(listener_.get())) continue;
    UniqueFd connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!connection.valid()) continue;
    serving_.emplace_back([this, fd = std::move(connection)](const std::stop_token& ended) mutable {
      Serve(std::move(fd), ended);
    });
  }
  serving_.clear();
}

void HttpScriptServer::Serve(UniqueFd connection, const std::stop_token& stop) {
  const int one = 1;
  ::setsockopt(connection.get(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  while (AnswerOne(connection.get(), stop)) {
  }
  ::shutdown(connection.get(), SHUT_WR);
}

// Whether the connection's next request is to be answered.
bool HttpScriptServer::AnswerOne(int connection, const std::stop_token& stop) {
  const std::optional<HttpExchange> exchange = ReadRequest(connection, stop);
  if (!exchange) return false;
  ++requests_;
  const Answer answer = handler_(*exchange);
  std::this_thread::sleep_for(answer.delay);
  for (std::size_t sent = 0; sent < answer.bytes.size() && !stop.stop_requested();) {
    const ssize_t put = ::send(connection, answer.bytes.data() + sent, answer.bytes.size() - sent,
                               MSG_NOSIGNAL | MSG_DONTWAIT);
    if (put < 0 && errno != EAGAIN) return false;
    if (put < 0) AwaitRoom(connection);
    sent += put > 0 ? static_cast<std::size_t>(put) : 0;
  }
  while (answer.silent && !stop.stop_requested()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(kTickMs));
  }
  return answer.keep_open;
}

HttpScriptServer::Answer HttpScriptServer::OkKeptOpen(const std::string& body) {
  Answer answer{fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body)};
  answer.keep_open = true;
  return answer;
}

HttpScriptServer::Answer HttpScriptServer::Ok(const std::string& body, const std::string& headers) {
  return Status(200, headers, body);
}

HttpScriptServer::Answer HttpScriptServer::Status(int status, const std::string& headers,
                                                  const std::string& body) {
  return {fmt::format("HTTP/1.1 {} Status\r\nConnection: close\r\nContent-Length: {}\r\n{}\r\n{}",
                      status, body.size(), headers, body)};
}

}  // namespace lake::testing
