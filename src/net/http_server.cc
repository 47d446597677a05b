#include "net/http_server.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <list>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "base/queue.h"
#include "base/thread.h"
#include "base/unique_fd.h"
#include "net/http_connection.h"

namespace lake {
namespace {

constexpr int kBacklog = 128;
constexpr int kLongestWaitMs = 1'000;

using State = HttpConnection::State;

std::int64_t NowMs() { return SystemClock().MonotonicMicros() / 1'000; }

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

// The first of the address's meanings that can be listened on. Two servers never share a port.
Result<UniqueFd> Listen(const std::string& address, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* list = nullptr;
  const int fault = ::getaddrinfo(address.empty() ? nullptr : address.c_str(),
                                  std::to_string(port).c_str(), &hints, &list);
  const std::unique_ptr<addrinfo, FreeAddresses> owner(list);
  std::string why = fault == 0 ? "no address" : ::gai_strerror(fault);
  for (const addrinfo* at = list; at != nullptr; at = at->ai_next) {
    UniqueFd socket(::socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int yes = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (socket.valid() && ::bind(socket.get(), at->ai_addr, at->ai_addrlen) == 0 &&
        ::listen(socket.get(), kBacklog) == 0) {
      return socket;
    }
    why = ErrnoError(errno, "listen").message;
  }
  return Error{Code::kUnavailable,
               fmt::format("cannot listen on {}:{}: another program has the port, or the address "
                           "is not of this machine ({})",
                           address, port, why)};
}

int PortOf(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  void* const bytes = &address;
  if (::getsockname(socket, static_cast<sockaddr*>(bytes), &size) != 0) return 0;
  if (address.ss_family == AF_INET6) return ntohs(static_cast<sockaddr_in6*>(bytes)->sin6_port);
  return ntohs(static_cast<sockaddr_in*>(bytes)->sin_port);
}

}  // namespace

// The thread that owns the connections, and the workers that answer. Connections have numbers,
// because one may be gone when its answer comes.
class HttpServer::Loop {
 public:
  Loop(HttpServerOptions options, Answer answer, UniqueFd listener, UniqueFd wake)
      : options_(std::move(options)),
        answer_(std::move(answer)),
        listener_(std::move(listener)),
        wake_(std::move(wake)),
        calls_(options_.connections_max, 1) {}
  ~Loop() {
    thread_.request_stop();
    Wake();
    if (thread_.joinable()) thread_.join();
    calls_.Close();
  }
  Status Start();

 private:
  struct Done {
    std::uint64_t connection;
    HttpReply reply;
  };
  // The place of the reply is made with the call, so that a worker needs no memory to give it back.
  struct Call {
    HttpCall call;
    std::list<Done> done;
  };

  static void Ignore(const Status&) {}  // was logged
  void Wake() {
    const std::uint64_t one = 1;
    while (::write(wake_.get(), &one, sizeof one) < 0 && errno == EINTR) continue;
  }
  // Goes on after a fault: what was held is lost, the port is not.
  template <class Body>
  static auto Again(Body body) {
    return [body = std::move(body)](const std::stop_token& stop) {
      constexpr int kPauseMs = 100;
      while (!CatchExceptions("http", [&] { return body(stop); }).ok()) {
        ::poll(nullptr, 0, kPauseMs);
      }
      return Status();
    };
  }
  Status Run(const std::stop_token& stop);
  Status Work(const std::stop_token& stop);
  void Accept(std::int64_t now);
  void MakeRoom();
  void TakeReplies(std::int64_t now);
  void Hand(std::uint64_t number, std::optional<HttpCall> call);
  int WaitMs(std::int64_t now) const;

  const HttpServerOptions options_;
  const Answer answer_;
  const UniqueFd listener_;
  const UniqueFd wake_;
  std::uint64_t next_number_ = 0;
  std::map<std::uint64_t, HttpConnection> connections_;
  std::int64_t accept_again_ms_ = 0;
  std::mutex mutex_;
  std::list<Done> done_;  // guarded by mutex_
  BoundedQueue<Call> calls_;
  std::list<std::jthread> workers_;
  std::jthread thread_;
};

Status HttpServer::Loop::Start() {
  for (int i = 0; i < options_.workers; ++i) {
    TRY_ASSIGN(
        std::jthread worker,
        StartThread(fmt::format("http-{}", i),
                    Again([this](const std::stop_token& stop) { return Work(stop); }), Ignore));
    workers_.push_back(std::move(worker));
  }
  TRY_ASSIGN(thread_,
             StartThread("http", Again([this](const std::stop_token& stop) { return Run(stop); }),
                         Ignore));
  return {};
}

Status HttpServer::Loop::Run(const std::stop_token& stop) {
  connections_.clear();
  std::vector<pollfd> fds;
  std::vector<std::uint64_t> numbers;
  while (!stop.stop_requested()) {
    std::int64_t now = NowMs();
    const int listener = now >= accept_again_ms_ ? listener_.get() : -1;
    fds = {{wake_.get(), POLLIN, 0}, {listener, POLLIN, 0}};
    numbers.clear();
    for (const auto& [number, connection] : connections_) {
      // poll() would tell at once, and again and again, that a client with a worker has gone.
      const short events = connection.events();
      fds.push_back({events == 0 ? -1 : connection.socket(), events, 0});
      numbers.push_back(number);
    }
    if (::poll(fds.data(), fds.size(), WaitMs(now)) < 0) continue;
    now = NowMs();
    TakeReplies(now);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      HttpConnection& connection = connections_.at(numbers[i]);
      if (fds[i + 2].revents != 0) Hand(numbers[i], connection.OnReady(now));
    }
    std::erase_if(connections_, [&](const auto& entry) {
      const HttpConnection& connection = entry.second;
      return connection.state() == State::kEnded ||
             (connection.state() != State::kAnswering && now >= connection.deadline_ms());
    });
    if (fds[1].revents != 0) Accept(now);
  }
  return {};
}

int HttpServer::Loop::WaitMs(std::int64_t now) const {
  std::int64_t wait = kLongestWaitMs;
  for (const auto& [number, connection] : connections_) {
    if (connection.state() == State::kAnswering) continue;
    wait = std::min(wait, std::max<std::int64_t>(connection.deadline_ms() - now, 0));
  }
  return static_cast<int>(wait);
}

void HttpServer::Loop::Accept(std::int64_t now) {
  constexpr int kAtOnce = 64;  // the others want their turn, too
  constexpr int kPauseMs = 100;
  for (int i = 0; i < kAtOnce; ++i) {
    UniqueFd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket.valid()) {
      if (errno == EMFILE || errno == ENFILE) accept_again_ms_ = now + kPauseMs;
      return;
    }
    const int yes = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connections_.size() >= options_.connections_max) MakeRoom();
    connections_.try_emplace(next_number_++, std::move(socket), options_, now);
  }
}

void HttpServer::Loop::MakeRoom() {
  const auto oldest = std::ranges::min_element(connections_, {}, [](const auto& entry) {
    const bool busy = entry.second.state() == State::kAnswering;
    return std::pair(busy, entry.second.since_ms());
  });
  connections_.erase(oldest);
}

void HttpServer::Loop::Hand(std::uint64_t number, std::optional<HttpCall> call) {
  if (!call) return;
  // Only this thread adds, so there is room when there was: Push does not wait.
  if (calls_.items() < options_.connections_max) {
    std::list<Done> done;
    done.push_back({number, {}});
    calls_.Push({std::move(*call), std::move(done)}, 0, {});
    return;
  }
  connections_.at(number).Reply({.status = 503, .body = "busy\n"}, NowMs());
}

void HttpServer::Loop::TakeReplies(std::int64_t now) {
  std::uint64_t count = 0;
  if (::read(wake_.get(), &count, sizeof count) < 0) return;  // nothing waits
  std::list<Done> done;
  {
    const std::lock_guard lock(mutex_);
    done.swap(done_);
  }
  for (Done& one : done) {
    const auto found = connections_.find(one.connection);
    if (found == connections_.end()) continue;
    found->second.Reply(std::move(one.reply), now);
    Hand(found->first, found->second.OnReady(now));
  }
}

Status HttpServer::Loop::Work(const std::stop_token& stop) {
  while (std::optional<Call> call = calls_.Pop(stop)) {
    HttpReply& reply = call->done.front().reply;
    const Status status = CatchExceptions("http", [&] {
      reply = answer_(call->call);
      return Status();
    });
    if (!status.ok()) {
      // So short that it takes no memory.
      const bool lacks_memory = status.error().code == Code::kResourceExhausted;
      reply.status = lacks_memory ? 503 : 500;
      reply.body = lacks_memory ? "out of memory\n" : "a fault\n";
    }
    {
      const std::lock_guard lock(mutex_);
      done_.splice(done_.end(), call->done);
    }
    Wake();
  }
  return {};
}

HttpServer::HttpServer() = default;
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::Start(HttpServerOptions options, Answer answer) {
  TRY_ASSIGN(UniqueFd listener, Listen(options.address, options.port));
  UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake.valid()) return ErrnoError(errno, "the http server");
  std::unique_ptr<HttpServer> server(new HttpServer);
  server->port_ = PortOf(listener.get());
  server->loop_ = std::make_unique<Loop>(std::move(options), std::move(answer), std::move(listener),
                                         std::move(wake));
  TRY(server->loop_->Start());
  return server;
}

}  // namespace lake
