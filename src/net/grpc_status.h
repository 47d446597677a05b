// What gRPC says, in our words: its statuses as our errors and back, its log as lines of ours.
// Thread-safe.
#pragma once

#include <grpcpp/support/status.h>

#include <string_view>

#include "base/result.h"

namespace lake {

// The codes of base/code.h's table; a message longer than a header may be is cut.
grpc::Status ToGrpcStatus(const Error& error);
// Requires: !status.ok(). Statuses that may pass (a peer that is gone, busy, or says INTERNAL)
// become kUnavailable, a message above our limit kResourceExhausted; the name of the status stands
// in front.
Error FromGrpcStatus(const grpc::Status& status);
// "UNAVAILABLE".
std::string_view GrpcCodeName(grpc::StatusCode code);

// gRPC's own log lines become debug lines of ours: it reports as errors what we report, once and in
// our words, as a Status. The first call counts.
void SendGrpcLogToOurs();

}  // namespace lake
