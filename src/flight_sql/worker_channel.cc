#include "flight_sql/worker_channel.h"

#include <arrow/buffer.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "flight/flight_status.h"

namespace lake {
namespace {

constexpr std::size_t kPrefixBytes = 13;

Error Gone() { return {Code::kUnavailable, "the worker of the statement has ended"}; }

bool MayPass(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

template <class Number>
void Put(char* to, Number number) {
  std::memcpy(to, &number, sizeof number);  // this machine is little-endian, as Arrow's files are
}

template <class Number>
Number Get(const char* from) {
  Number number;
  std::memcpy(&number, from, sizeof number);
  return number;
}

}  // namespace

Status WorkerChannel::Await(short events, const Wanted& wanted) {
  for (;;) {
    pollfd poll{.fd = socket_.get(), .events = events, .revents = 0};
    const int ready = ::poll(&poll, 1, kLookMs);
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return Gone();
    TRY(wanted());
  }
}

Status WorkerChannel::SendAll(std::string_view bytes, const Wanted& wanted) {
  while (!bytes.empty()) {
    const ssize_t sent =
        ::send(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (sent < 0 && MayPass(errno)) {
      TRY(Await(POLLOUT, wanted));
    } else {
      return Gone();
    }
  }
  return {};
}

Status WorkerChannel::Send(FrameKind kind, std::string_view head,
                           std::span<const std::string_view> body, const Wanted& wanted) {
  std::uint64_t body_bytes = 0;
  for (const std::string_view part : body) body_bytes += part.size();
  if (head.size() > kHeadBytesMax || body_bytes > kBodyBytesMax) {
    return {Code::kResourceExhausted, "a row, or what is asked, is too large to be sent"};
  }
  std::array<char, kPrefixBytes> prefix;
  prefix[0] = static_cast<char>(kind);
  Put(&prefix[1], static_cast<std::uint32_t>(head.size()));
  Put(&prefix[5], body_bytes);
  TRY(SendAll({prefix.data(), prefix.size()}, wanted));
  TRY(SendAll(head, wanted));
  for (const std::string_view part : body) TRY(SendAll(part, wanted));
  return {};
}

Status WorkerChannel::ReceiveAll(char* to, std::size_t size, const Wanted& wanted) {
  while (size > 0) {
    const ssize_t came = ::recv(socket_.get(), to, size, MSG_DONTWAIT);
    if (came > 0) {
      to += came;
      size -= static_cast<std::size_t>(came);
    } else if (came < 0 && MayPass(errno)) {
      TRY(Await(POLLIN, wanted));
    } else {
      return Gone();
    }
  }
  return {};
}

Result<Frame> WorkerChannel::Receive(const Wanted& wanted) {
  std::array<char, kPrefixBytes> prefix;
  TRY(ReceiveAll(prefix.data(), prefix.size(), wanted));
  Frame frame;
  frame.kind = static_cast<FrameKind>(prefix[0]);
  const auto head_bytes = Get<std::uint32_t>(&prefix[1]);
  const auto body_bytes = Get<std::uint64_t>(&prefix[5]);
  const bool known = frame.kind >= FrameKind::kDescribe && frame.kind <= FrameKind::kError;
  if (!known || head_bytes > kHeadBytesMax || body_bytes > kBodyBytesMax) {
    return Error{Code::kInternal, "a worker said something that makes no sense"};
  }
  frame.head.resize(head_bytes);
  TRY(ReceiveAll(frame.head.data(), frame.head.size(), wanted));
  if (body_bytes > 0) {
    auto buffer = arrow::AllocateBuffer(static_cast<std::int64_t>(body_bytes));
    TRY(FromArrow(buffer.status()));
    frame.body = std::move(*buffer);
    TRY(ReceiveAll(reinterpret_cast<char*>(frame.body->mutable_data()), body_bytes, wanted));
  }
  return frame;
}

bool WorkerChannel::Ended() const {
  char byte;
  const ssize_t came = ::recv(socket_.get(), &byte, 1, MSG_DONTWAIT | MSG_PEEK);
  return came == 0 || (came < 0 && !MayPass(errno));
}

}  // namespace lake
