#include "serve/ledger_server.h"

#include <fmt/format.h>
#include <grpcpp/health_check_service_interface.h>

#include <utility>

#include "base/log.h"
#include "net/grpc_server.h"

namespace lake {
namespace {

constexpr const char* kServiceName = "raw_ledger_service.RawLedgerService";

}  // namespace

LedgerServer::LedgerServer(SourceFactory source, const LedgerServerOptions& options)
    : clock_(options.clock == nullptr ? SystemClock() : *options.clock),
      hub_(source, options.hub, clock_),
      tip_(std::move(source), clock_),
      ranges_(hub_, tip_, options.ranges, clock_),
      service_(hub_, ranges_, options.access.token, options.max_streams) {}

LedgerServer::~LedgerServer() { Stop(); }

Result<std::unique_ptr<LedgerServer>> LedgerServer::Start(SourceFactory source,
                                                          const LedgerServerOptions& options) {
  std::unique_ptr<LedgerServer> server(new LedgerServer(std::move(source), options));
  TRY(server->ranges_.Start());
  TRY(server->Listen(options));
  return server;
}

Status LedgerServer::Listen(const LedgerServerOptions& options) {
  TRY_ASSIGN(GrpcListener listener, ListenGrpc({.listen = options.listen,
                                                .access = options.access,
                                                .offer = "read all ledgers",
                                                .keepalive_ms = options.keepalive_ms},
                                               service_));
  server_ = std::move(listener.server);
  port_ = listener.port;
  SetHealthy(true);
  return {};
}

void LedgerServer::SetHealthy(bool healthy) {
  if (auto* const health = server_->GetHealthCheckService()) {
    health->SetServingStatus(kServiceName, healthy);
  }
}

void LedgerServer::Stop() {
  if (server_ == nullptr) return;
  hub_.Stop();
  tip_.Stop();
  StopGrpc(*server_);
}

}  // namespace lake
