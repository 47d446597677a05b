#include "serve/ledger_server.h"

#include <fmt/format.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <mutex>
#include <utility>

#include "base/log.h"
#include "net/grpc_channel.h"
#include "net/grpc_status.h"

namespace lake {
namespace {

// Requests are two numbers; nothing larger is read from a client.
constexpr int kRequestBytesMax = 64 << 10;
// How long streams get to end by themselves when the server stops.
constexpr std::int64_t kStopGraceMs = 2000;
constexpr const char* kServiceName = "raw_ledger_service.RawLedgerService";

void UsePlugins() {
  static std::once_flag once;
  std::call_once(once, [] {
    SendGrpcLogToOurs();
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  });
}

// gRPC's own form: ":50053" means every address, of both families.
std::string ListenAddress(const std::string& listen) {
  return listen.starts_with(':') ? "[::]" + listen : listen;
}

bool IsLoopback(std::string_view listen) {
  return listen.starts_with("127.") || listen.starts_with("localhost:") ||
         listen.starts_with("[::1]:");
}

std::shared_ptr<grpc::ServerCredentials> Credentials(const LedgerServerOptions& options) {
  if (options.tls_key.empty()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions tls;
  tls.pem_key_cert_pairs.push_back({options.tls_key, options.tls_certificate});
  return grpc::SslServerCredentials(tls);
}

void SetKeepalive(grpc::ServerBuilder& builder, std::uint32_t keepalive_ms) {
  const int time_ms = static_cast<int>(keepalive_ms);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, time_ms);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, time_ms);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // Clients may ping as often as they like: at the tip a stream is silent for seconds.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 0);
}

}  // namespace

LedgerServer::LedgerServer(SourceFactory source, const LedgerServerOptions& options)
    : clock_(options.clock == nullptr ? SystemClock() : *options.clock),
      hub_(source, options.hub, clock_),
      tip_(std::move(source), clock_),
      ranges_(hub_, tip_, options.ranges, clock_),
      service_(hub_, ranges_, options.service) {}

LedgerServer::~LedgerServer() { Stop(); }

Result<std::unique_ptr<LedgerServer>> LedgerServer::Start(SourceFactory source,
                                                          const LedgerServerOptions& options) {
  if (options.tls_certificate.empty() != options.tls_key.empty()) {
    return Error{Code::kInvalidArgument, "TLS wants a certificate and its key, both"};
  }
  if (options.tls_key.empty() && !options.service.token.empty()) {
    LogWarn("the token of {} travels in clear text: no TLS certificate is given", options.listen);
  }
  if (options.service.token.empty() && !IsLoopback(options.listen)) {
    LogWarn("whoever reaches {} may read all ledgers: set serve.token, or listen on 127.0.0.1",
            options.listen);
  }
  std::unique_ptr<LedgerServer> server(new LedgerServer(std::move(source), options));
  TRY(server->ranges_.Start());
  TRY(server->Listen(options));
  return server;
}

Status LedgerServer::Listen(const LedgerServerOptions& options) {
  UsePlugins();
  grpc::ServerBuilder builder;
  builder.AddListeningPort(ListenAddress(options.listen), Credentials(options), &port_);
  // Two servers on one port would take turns in answering.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(kRequestBytesMax);
  SetKeepalive(builder, options.keepalive_ms);
  builder.RegisterService(&service_);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) {
    return {Code::kUnavailable,
            fmt::format("cannot listen on {}: taken, not ours, or a wrong certificate",
                        options.listen)};
  }
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
  server_->Shutdown(GrpcDeadline(kStopGraceMs));
  server_->Wait();
}

}  // namespace lake
