#include "net/grpc_channel.h"

#include <fmt/format.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <limits>

#include "base/file.h"
#include "net/grpc_status.h"

namespace lake {
namespace {

constexpr std::string_view kPlain = "grpc://";
constexpr std::string_view kTls = "grpcs://";
constexpr std::string_view kDefaultPort = ":50053";
constexpr std::uint64_t kCaFileBytesMax = std::uint64_t{4} << 20;

int AsInt(std::uint64_t value) {
  return static_cast<int>(
      std::min<std::uint64_t>(value, std::uint64_t{std::numeric_limits<int>::max()}));
}

bool HasPort(std::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos) return false;
  return authority.rfind(']') == std::string_view::npos || authority.rfind(']') < colon;
}

Result<std::shared_ptr<grpc::ChannelCredentials>> Credentials(const GrpcAddress& address,
                                                              const NetworkOptions& options) {
  if (!address.tls) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions tls;
  if (!options.ca_file.empty()) {
    TRY_ASSIGN(tls.pem_root_certs, ReadSmallFile(options.ca_file, kCaFileBytesMax));
  }
  return grpc::SslCredentials(tls);
}

}  // namespace

Result<GrpcAddress> ParseGrpcAddress(std::string_view spec) {
  GrpcAddress address;
  address.tls = spec.starts_with(kTls);
  if (!address.tls && !spec.starts_with(kPlain)) {
    return Error{Code::kInvalidArgument, fmt::format("{} does not begin with grpc://", spec)};
  }
  std::string_view authority = spec.substr(address.tls ? kTls.size() : kPlain.size());
  if (authority.ends_with('/')) authority.remove_suffix(1);
  if (authority.empty() || authority.starts_with(':') ||
      authority.find_first_of("/@?# ") != std::string_view::npos) {
    return Error{Code::kInvalidArgument,
                 fmt::format("{}: write grpc://host:port (the token goes by option)", spec)};
  }
  address.authority = authority;
  if (!HasPort(authority)) address.authority += kDefaultPort;
  return address;
}

Result<std::shared_ptr<grpc::Channel>> OpenGrpcChannel(const GrpcAddress& address,
                                                       const NetworkOptions& options) {
  SendGrpcLogToOurs();
  TRY_ASSIGN(const auto credentials, Credentials(address, options));
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(AsInt(options.max_message_bytes));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, AsInt(options.keepalive_ms));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, AsInt(options.keepalive_timeout_ms));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // gRPC's limit for one attempt to connect is what it calls the least back-off.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, AsInt(options.connect_timeout_ms));
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, AsInt(options.connect_timeout_ms));
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, AsInt(options.connect_timeout_ms));
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address.authority, credentials, arguments);
}

void AddGrpcToken(grpc::ClientContext& context, const NetworkOptions& options) {
  if (!options.token.empty()) context.AddMetadata("authorization", "Bearer " + options.token);
}

gpr_timespec GrpcDeadline(std::int64_t timeout_ms) {
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_millis(timeout_ms, GPR_TIMESPAN));
}

}  // namespace lake
