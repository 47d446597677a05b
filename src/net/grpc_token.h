// The token of a gRPC server of ours: each of its services asks for it at the start of every call,
// so that gRPC's health service, which asks nobody, stays open. Thread-safe.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include "base/bearer_token.h"

namespace lake {

// OK when the call shows the token, or none is required; else UNAUTHENTICATED, which says how.
grpc::Status CheckToken(const BearerToken& token, const grpc::ServerContextBase& context);

}  // namespace lake
