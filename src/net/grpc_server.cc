#include "net/grpc_server.h"

#include <fmt/format.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <mutex>

#include "net/grpc_channel.h"
#include "net/grpc_status.h"

namespace lake {
namespace {

// How long calls get to end by themselves when the server stops.
constexpr std::int64_t kStopGraceMs = 2000;

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

std::shared_ptr<grpc::ServerCredentials> Credentials(const ServerAccess& access) {
  if (!access.tls()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions tls;
  tls.pem_key_cert_pairs.push_back({access.tls_key, access.tls_certificate});
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

Result<GrpcListener> ListenGrpc(const GrpcServerOptions& options, grpc::Service& service) {
  TRY(CheckAccess(options.access, options.listen, options.offer));
  UsePlugins();
  grpc::ServerBuilder builder;
  GrpcListener listener;
  builder.AddListeningPort(ListenAddress(options.listen), Credentials(options.access),
                           &listener.port);
  // Two servers on one port would take turns in answering.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(options.request_bytes_max);
  SetKeepalive(builder, options.keepalive_ms);
  builder.RegisterService(&service);
  listener.server = builder.BuildAndStart();
  if (listener.server != nullptr && listener.port != 0) return listener;
  return Error{
      Code::kUnavailable,
      fmt::format("cannot listen on {}: taken, not ours, or a wrong certificate", options.listen)};
}

void StopGrpc(grpc::Server& server) {
  server.Shutdown(GrpcDeadline(kStopGraceMs));
  server.Wait();
}

}  // namespace lake
