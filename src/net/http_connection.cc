#include "net/http_connection.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace lake {
namespace {

// What a refused client may still send before it is cut off.
constexpr std::size_t kDrainBytesMax = std::size_t{1} << 20;

std::string_view Reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 413:
      return "Content Too Large";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Answer";
  }
}

bool MayPass(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

HttpConnection::HttpConnection(UniqueFd socket, const HttpServerOptions& options,
                               std::int64_t now_ms)
    : socket_(std::move(socket)), options_(options) {
  Become(State::kReading, now_ms, options_.request_ms);
  first_byte_seen_ = true;  // a new connection has to say something at once
}

void HttpConnection::Become(State state, std::int64_t now_ms, int limit_ms) {
  state_ = state;
  since_ms_ = now_ms;
  deadline_ms_ = now_ms + limit_ms;
}

short HttpConnection::events() const {
  if (state_ == State::kWriting) return POLLOUT;
  return state_ == State::kReading || state_ == State::kDraining ? POLLIN : short{0};
}

std::optional<HttpCall> HttpConnection::OnReady(std::int64_t now_ms) {
  if (state_ == State::kReading) return Read(now_ms);
  if (state_ == State::kWriting) Write(now_ms);
  if (state_ == State::kDraining) Drain();
  if (state_ == State::kReading) return TakeCall(now_ms);
  return std::nullopt;
}

std::optional<HttpCall> HttpConnection::Read(std::int64_t now_ms) {
  std::array<char, kHttpHeadBytesMax> bytes;
  const ssize_t count = ::recv(socket(), bytes.data(), bytes.size(), 0);
  if (count < 0 && MayPass(errno)) return std::nullopt;
  if (count <= 0) {
    state_ = State::kEnded;
    return std::nullopt;
  }
  if (!std::exchange(first_byte_seen_, true)) {
    Become(State::kReading, now_ms, options_.request_ms);
  }
  in_.append(bytes.data(), static_cast<std::size_t>(count));
  return TakeCall(now_ms);
}

std::optional<HttpCall> HttpConnection::TakeCall(std::int64_t now_ms) {
  const std::string_view head = std::string_view(in_).substr(0, kHttpHeadBytesMax);
  const std::optional<std::size_t> end = EndOfHttpHead(head);
  if (!end) {
    if (in_.size() >= kHttpHeadBytesMax) Refuse(431, now_ms);
    return std::nullopt;
  }
  ParsedHead parsed = ParseHttpHead(head.substr(0, *end));
  if (parsed.status != 0) {
    Refuse(parsed.status, now_ms);
    return std::nullopt;
  }
  in_.erase(0, *end);
  keep_alive_ = parsed.call.keep_alive;
  head_only_ = parsed.call.method == "HEAD";
  Become(State::kAnswering, now_ms, 0);
  return std::move(parsed.call);
}

void HttpConnection::Refuse(int status, std::int64_t now_ms) {
  keep_alive_ = false;
  head_only_ = false;
  in_.clear();
  Reply({.status = status, .body = fmt::format("{} {}\n", status, Reason(status))}, now_ms);
}

void HttpConnection::Reply(HttpReply reply, std::int64_t now_ms) {
  out_ = fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n{}"
      "Connection: {}\r\n\r\n",
      reply.status, Reason(reply.status), reply.content_type, reply.body.size(),
      reply.status == 405 ? "Allow: GET, HEAD\r\n" : "", keep_alive_ ? "keep-alive" : "close");
  if (!head_only_) out_ += reply.body;
  sent_ = 0;
  Become(State::kWriting, now_ms, options_.answer_ms);
}

void HttpConnection::Write(std::int64_t now_ms) {
  while (sent_ < out_.size()) {
    const ssize_t count =
        ::send(socket(), out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && MayPass(errno)) return;
    if (count <= 0) {
      state_ = State::kEnded;
      return;
    }
    sent_ += static_cast<std::size_t>(count);
  }
  out_ = {};
  if (keep_alive_) {
    Become(State::kReading, now_ms, in_.empty() ? options_.idle_ms : options_.request_ms);
    first_byte_seen_ = !in_.empty();
    return;
  }
  // Closing while bytes wait unread would take the answer back.
  ::shutdown(socket(), SHUT_WR);
  Become(State::kDraining, now_ms, options_.request_ms);
}

void HttpConnection::Drain() {
  std::array<char, kHttpHeadBytesMax> bytes;
  while (state_ == State::kDraining) {
    const ssize_t count = ::recv(socket(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count < 0 && MayPass(errno)) return;
    if (count <= 0) {
      state_ = State::kEnded;
      return;
    }
    drained_ += static_cast<std::size_t>(count);
    if (drained_ > kDrainBytesMax) state_ = State::kEnded;
  }
}

}  // namespace lake
