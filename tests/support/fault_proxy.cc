#include "support/fault_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <vector>

#include "base/check.h"

namespace lake::testing {
namespace {

using Time = std::chrono::steady_clock::time_point;
constexpr std::chrono::milliseconds kTick{5};
constexpr std::size_t kChunkBytes = 64 << 10;
// What a slow reader may leave inside: no more than a socket would hold.
constexpr std::size_t kPipeBytesMax = 4 << 20;

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

void CloseWithReset(int fd) {
  const linger reset{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

bool Readable(int fd) {
  pollfd poll_fd{fd, POLLIN, 0};
  return ::poll(&poll_fd, 1, static_cast<int>(kTick.count())) > 0;
}

}  // namespace

// One direction is a thread that reads, a line of chunks with the time each is due, and a thread
// that writes.
class FaultProxy::Connection {
 public:
  Connection(FaultProxy& proxy, UniqueFd client, UniqueFd server, std::int64_t cut_after)
      : proxy_(proxy),
        client_(std::move(client)),
        server_(std::move(server)),
        cut_after_(cut_after),
        up_{client_.get(), server_.get(), false},
        down_{server_.get(), client_.get(), true} {
    for (Pipe* const pipe : {&up_, &down_}) {
      pipe->reader = std::jthread([this, pipe](const std::stop_token& s) { Read(*pipe, s); });
      pipe->writer = std::jthread([this, pipe](const std::stop_token& s) { Write(*pipe, s); });
    }
  }
  ~Connection() {
    for (Pipe* const pipe : {&up_, &down_}) {
      pipe->reader.request_stop();
      pipe->writer.request_stop();
      pipe->changed.notify_all();
    }
  }
  void Reset() {
    CloseWithReset(client_.get());
    CloseWithReset(server_.get());
  }
  void Freeze() { frozen_ = true; }
  bool closed() const { return closed_; }
  // Nothing can pass any more, in either direction.
  bool over() const { return ends_ == 2; }

 private:
  struct Chunk {
    Time due;
    std::vector<char> bytes;  // empty = the end
  };
  struct Pipe {
    int from;
    int to;
    bool to_client;
    std::mutex mutex = {};
    std::condition_variable_any changed = {};
    std::deque<Chunk> chunks = {};
    std::size_t held = 0;
    std::jthread reader = {};
    std::jthread writer = {};
  };

  bool frozen() const { return frozen_ || proxy_.frozen_; }

  void Read(Pipe& pipe, const std::stop_token& stop) {
    bool open = true;
    while (open && !stop.stop_requested()) {
      if (frozen()) {
        std::this_thread::sleep_for(kTick);
        continue;
      }
      if (!Readable(pipe.from)) continue;
      std::vector<char> bytes(kChunkBytes);
      const ssize_t got = ::recv(pipe.from, bytes.data(), bytes.size(), 0);
      open = got > 0;
      bytes.resize(open ? static_cast<std::size_t>(got) : 0);
      std::unique_lock lock(pipe.mutex);
      pipe.changed.wait(lock, stop, [&] { return pipe.held < kPipeBytesMax; });
      pipe.held += bytes.size();
      const Time due =
          std::chrono::steady_clock::now() + std::chrono::milliseconds(proxy_.delay_ms_);
      pipe.chunks.push_back({due, std::move(bytes)});
      pipe.changed.notify_all();
    }
  }

  void Write(Pipe& pipe, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::unique_lock lock(pipe.mutex);
      if (!pipe.changed.wait(lock, stop, [&] { return !pipe.chunks.empty(); })) return;
      Chunk chunk = std::move(pipe.chunks.front());
      pipe.chunks.pop_front();
      pipe.held -= chunk.bytes.size();
      pipe.changed.notify_all();
      lock.unlock();
      std::this_thread::sleep_until(chunk.due);
      if (chunk.bytes.empty()) {
        ::shutdown(pipe.to, SHUT_WR);
        closed_ = true;
        ++ends_;
        return;
      }
      Send(pipe, chunk.bytes, stop);
    }
  }

  void Send(const Pipe& pipe, const std::vector<char>& bytes, const std::stop_token& stop) {
    std::size_t sent = 0;
    while (sent < bytes.size() && !stop.stop_requested()) {
      if (frozen()) {
        std::this_thread::sleep_for(kTick);
        continue;
      }
      std::size_t size = bytes.size() - sent;
      const std::uint64_t rate = pipe.to_client ? proxy_.bytes_per_second_.load() : 0;
      if (rate != 0) {
        size = std::min<std::size_t>(size, std::max<std::size_t>(rate / 200, 1));
        std::this_thread::sleep_for(kTick);
      }
      if (pipe.to_client && cut_after_ >= 0) {
        size = std::min(size, static_cast<std::size_t>(cut_after_));
        cut_after_ -= static_cast<std::int64_t>(size);
        if (size == 0) {
          ::shutdown(client_.get(), SHUT_RDWR);
          ::shutdown(server_.get(), SHUT_RDWR);
          return;
        }
      }
      const ssize_t put = ::send(pipe.to, bytes.data() + sent, size, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (put < 0 && errno != EAGAIN) return;
      if (put < 0) std::this_thread::sleep_for(kTick);
      sent += put > 0 ? static_cast<std::size_t>(put) : 0;
      if (pipe.to_client && put > 0) proxy_.bytes_to_client_ += static_cast<std::uint64_t>(put);
    }
  }

  FaultProxy& proxy_;
  UniqueFd client_;
  UniqueFd server_;
  std::int64_t cut_after_;  // only for the writer to the client
  std::atomic<bool> closed_ = false;
  std::atomic<int> ends_ = 0;
  std::atomic<bool> frozen_ = false;
  Pipe up_;
  Pipe down_;
};

FaultProxy::FaultProxy(int upstream_port)
    : upstream_port_(upstream_port), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  CHECK(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
  CHECK(::listen(listener_.get(), 64) == 0);
  CHECK(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this](const std::stop_token& stop) { Accept(stop); });
}

FaultProxy::~FaultProxy() {
  acceptor_.request_stop();
  acceptor_.join();
  CloseAll(false);
}

int FaultProxy::connections() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::count_if(connections_.begin(), connections_.end(),
                                        [](const auto& open) { return !open->closed(); }));
}

void FaultProxy::FreezeOpen() {
  const std::lock_guard lock(mutex_);
  for (const auto& connection : connections_) connection->Freeze();
}

void FaultProxy::Accept(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!Readable(listener_.get())) continue;
    UniqueFd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!client.valid()) continue;
    ++accepted_;
    UniqueFd server(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = Loopback(upstream_port_);
    if (refuse_ ||
        ::connect(server.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      CloseWithReset(client.get());
      continue;
    }
    const int one = 1;
    for (const int fd : {client.get(), server.get()}) {
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
    auto connection = std::make_unique<Connection>(*this, std::move(client), std::move(server),
                                                   cut_next_after_.exchange(-1));
    const std::lock_guard lock(mutex_);
    connections_.remove_if([](const auto& old) { return old->over(); });
    connections_.push_back(std::move(connection));
  }
}

void FaultProxy::CloseAll(bool reset) {
  std::list<std::unique_ptr<Connection>> closing;
  {
    const std::lock_guard lock(mutex_);
    closing.swap(connections_);
  }
  if (!reset) return;
  for (const auto& connection : closing) connection->Reset();
}

}  // namespace lake::testing
