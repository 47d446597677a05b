// A gRPC server of ours: where it listens, TLS, keepalive, reflection and gRPC's health service.
#pragma once

#include <grpcpp/server.h>

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/server_access.h"

namespace lake {

struct GrpcServerOptions {
  std::string listen;            // "host:port", ":port" for every address; port 0 = any free one
  ServerAccess access = {};      // of which the token is the service's to ask for: grpc_token.h
  std::string offer = "use it";  // what clients may do, for CheckAccess
  std::uint32_t keepalive_ms = 10'000;  // a client that is gone is noticed in twice this
  int request_bytes_max = 64 << 10;     // nothing larger is read from a client
};

struct GrpcListener {
  std::unique_ptr<grpc::Server> server;
  int port = 0;  // it listens on
};

// Clients can connect when it returns. `service` outlives the server. kInvalidArgument for half of
// the TLS pair, kUnavailable when the address cannot be had.
Result<GrpcListener> ListenGrpc(const GrpcServerOptions& options, grpc::Service& service);

// Ends calls that are running after a grace of two seconds, and waits for them.
void StopGrpc(grpc::Server& server);

}  // namespace lake
