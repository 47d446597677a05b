// Connections to gRPC peers, set up so that a dead peer is noticed and large ledgers pass.
#pragma once

#include <grpc/support/time.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "net/network_options.h"

namespace lake {

struct GrpcAddress {
  std::string authority;  // "host:port"
  bool tls = false;
};
// From `grpc://host[:port]` or `grpcs://host[:port]`; the port is 50053 when it is not given.
Result<GrpcAddress> ParseGrpcAddress(std::string_view spec);

// A new connection that shares nothing with others, so that the caller's own back-off decides when
// to connect. Connects on first use. kInvalidArgument or kNotFound for an unreadable ca_file.
Result<std::shared_ptr<grpc::Channel>> OpenGrpcChannel(const GrpcAddress& address,
                                                       const NetworkOptions& options);
// The token, as metadata of one call.
void AddGrpcToken(grpc::ClientContext& context, const NetworkOptions& options);

// The instant `timeout_ms` from now as gRPC takes it. Monotonic: setting the machine's time neither
// cuts a call nor stretches it.
gpr_timespec GrpcDeadline(std::int64_t timeout_ms);

}  // namespace lake
