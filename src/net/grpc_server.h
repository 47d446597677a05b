// A gRPC server of ours: where it listens, TLS, keepalive, reflection and gRPC's health service.
#pragma once

#include <grpcpp/server.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

struct GrpcServerOptions {
  std::string listen;  // "host:port", ":port" for every address; port 0 = any free one
  std::string tls_certificate = {};  // PEM text of the chain and its key; both or none
  std::string tls_key = {};
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

// Whether nobody but this machine reaches such an address.
bool IsLoopback(std::string_view listen);

}  // namespace lake
