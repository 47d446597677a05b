// GET /health (JSON; 503 when unhealthy), /ready (200 or 503) and /metrics (Prometheus text) on a
// port of its own, for every long-running command.
//
// It has no login and answers nothing that is secret. What strangers can cost is bounded by
// base/http_server.h. Threads of its own; the destructor stops them.
#pragma once

#include <memory>
#include <string>

#include "app/settings.h"
#include "base/health.h"
#include "base/result.h"
#include "net/http_server.h"

namespace lake {

class HealthServer {
 public:
  // Listens on `address`; port 0 takes a free one. `board` must outlive the server. kUnavailable
  // when the port cannot be had.
  static Result<std::unique_ptr<HealthServer>> Start(const std::string& address, int port,
                                                     const HealthBoard& board);

  int port() const { return http_->port(); }

 private:
  HealthServer() = default;

  std::unique_ptr<HttpServer> http_;
};

// On the address and port of the settings, which the log then says; null when its port is 0.
// `board` outlives it.
Result<std::unique_ptr<HealthServer>> ServeHealth(const Settings& settings,
                                                  const HealthBoard& board);

}  // namespace lake
