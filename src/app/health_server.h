// GET /health (JSON; 503 when unhealthy), /ready (200 or 503) and /metrics (Prometheus text) on a
// port of its own, for every long-running command.
//
// It has no login and answers nothing that is secret. Requests are bounded in size and time, a slow
// or idle client holds one of a few threads for seconds at most. Threads of its own; the destructor
// stops them.
#pragma once

#include <memory>
#include <string>
#include <thread>

#include "base/health.h"
#include "base/result.h"

namespace httplib {
class Server;
}

namespace lake {

class HealthServer {
 public:
  // Listens on `address`; port 0 takes a free one. `board` must outlive the server. kUnavailable
  // when the port cannot be had.
  static Result<std::unique_ptr<HealthServer>> Start(const std::string& address, int port,
                                                     const HealthBoard& board);
  ~HealthServer();
  HealthServer(const HealthServer&) = delete;
  HealthServer& operator=(const HealthServer&) = delete;

  int port() const { return port_; }

 private:
  explicit HealthServer(const HealthBoard& board);

  std::unique_ptr<httplib::Server> server_;
  std::thread listener_;
  int port_ = 0;
};

}  // namespace lake
