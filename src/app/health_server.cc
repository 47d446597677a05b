#include "app/health_server.h"

#include "base/log.h"
#include "base/metrics.h"

namespace lake {
namespace {

HttpReply AnswerFor(const HttpCall& call, const HealthBoard& board) {
  if (call.path == "/health") {
    const int status = board.health() == Health::kUnhealthy ? 503 : 200;
    return {.status = status, .content_type = "application/json", .body = board.Json()};
  }
  if (call.path == "/ready") {
    const bool ready = board.ready();
    return {.status = ready ? 200 : 503, .body = ready ? "ready\n" : "not ready\n"};
  }
  if (call.path == "/metrics") {
    return {.content_type = "text/plain; version=0.0.4", .body = MetricsText()};
  }
  return {.status = 404, .body = "GET /health, /ready or /metrics\n"};
}

}  // namespace

Result<std::unique_ptr<HealthServer>> HealthServer::Start(const std::string& address, int port,
                                                          const HealthBoard& board) {
  std::unique_ptr<HealthServer> server(new HealthServer);
  auto started =
      HttpServer::Start({.address = address, .port = port},
                        [&board](const HttpCall& call) { return AnswerFor(call, board); });
  if (!started.ok()) return std::move(started).status().Context("health server");
  server->http_ = std::move(started).value();
  return server;
}

Result<std::unique_ptr<HealthServer>> ServeHealth(const Settings& settings,
                                                  const HealthBoard& board) {
  std::unique_ptr<HealthServer> server;
  if (settings.health_port == 0) return server;
  TRY_ASSIGN(server, HealthServer::Start(settings.health_address,
                                         static_cast<int>(settings.health_port), board));
  LogInfo("health and metrics on http://{}:{}/health", settings.health_address, server->port());
  return server;
}

}  // namespace lake
