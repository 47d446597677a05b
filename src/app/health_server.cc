#include "app/health_server.h"

#include <fmt/format.h>
#include <httplib.h>

#include "base/metrics.h"
#include "base/thread.h"

namespace lake {
namespace {

constexpr std::size_t kThreads = 4;           // a scraper or two and a person
constexpr std::size_t kBodyBytesMax = 4'096;  // nobody needs to send one
constexpr int kTimeoutSeconds = 2;
constexpr std::size_t kRequestsPerConnectionMax = 1'000;

// Two processes must never share the port, which httplib's default (SO_REUSEPORT) would allow.
void SetSocketOptions(int socket) {
  int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

}  // namespace

HealthServer::HealthServer(const HealthBoard& board)
    : server_(std::make_unique<httplib::Server>()) {
  httplib::Server& server = *server_;
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_socket_options(SetSocketOptions);
  server.set_tcp_nodelay(true);
  server.set_payload_max_length(kBodyBytesMax);
  server.set_read_timeout(kTimeoutSeconds);
  server.set_write_timeout(kTimeoutSeconds);
  server.set_keep_alive_timeout(kTimeoutSeconds);
  server.set_keep_alive_max_count(kRequestsPerConnectionMax);
  server.Get("/health", [&board](const httplib::Request&, httplib::Response& response) {
    if (board.health() == Health::kUnhealthy) response.status = 503;
    response.set_content(board.Json(), "application/json");
  });
  server.Get("/ready", [&board](const httplib::Request&, httplib::Response& response) {
    bool ready = board.ready();
    if (!ready) response.status = 503;
    response.set_content(ready ? "ready\n" : "not ready\n", "text/plain");
  });
  server.Get("/metrics", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(MetricsText(), "text/plain; version=0.0.4");
  });
}

Result<std::unique_ptr<HealthServer>> HealthServer::Start(const std::string& address, int port,
                                                          const HealthBoard& board) {
  std::unique_ptr<HealthServer> server(new HealthServer(board));
  httplib::Server& http = *server->server_;
  bool bound = port == 0 ? (server->port_ = http.bind_to_any_port(address)) > 0
                         : http.bind_to_port(address, port);
  if (!bound) {
    return Error{
        Code::kUnavailable,
        fmt::format("health server: cannot listen on {}:{}: another program has the port, or "
                    "the address is not of this machine",
                    address, port)};
  }
  if (port != 0) server->port_ = port;
  server->listener_ = std::thread([&http] {
    NameThisThread("health");
    // httplib turns exceptions of handlers into 500.
    http.listen_after_bind();
  });
  // stop() is lost on a server that does not run yet.
  while (!http.is_running()) std::this_thread::yield();
  return server;
}

HealthServer::~HealthServer() {
  if (!listener_.joinable()) return;
  server_->stop();
  listener_.join();
}

}  // namespace lake
