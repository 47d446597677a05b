#include "net/grpc_status.h"

#include <fmt/format.h>
#include <grpc/support/log.h>

#include <mutex>
#include <string>

#include "base/code.h"
#include "base/log.h"

namespace lake {
namespace {
// Statuses travel in headers, which gRPC bounds at 8 KiB by default, percent-encoded (3 for 1).
constexpr std::size_t kMessageMax = 2000;
// How gRPC says that a message is above the receiver's limit; a busy server has the same status.
constexpr std::string_view kTooLarge = "message larger than max";
}  // namespace

grpc::Status ToGrpcStatus(const Error& error) {
  // kCancelled is our own stop, which a client survives by asking again.
  const auto code = error.code == Code::kCancelled
                        ? grpc::StatusCode::UNAVAILABLE
                        : static_cast<grpc::StatusCode>(GrpcStatusOf(error.code));
  return {code, error.message.substr(0, kMessageMax)};
}

Error FromGrpcStatus(const grpc::Status& status) {
  std::string message = fmt::format("{}: {}", GrpcCodeName(status.error_code()),
                                    status.error_message().substr(0, kMessageMax));
  switch (status.error_code()) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNIMPLEMENTED:
    case grpc::StatusCode::FAILED_PRECONDITION:
      return {Code::kInvalidArgument, std::move(message)};
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::OUT_OF_RANGE:
      return {Code::kNotFound, std::move(message)};
    case grpc::StatusCode::DATA_LOSS:
      return {Code::kDataLoss, std::move(message)};
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      if (message.find(kTooLarge) != std::string::npos) {
        return {Code::kResourceExhausted, std::move(message)};
      }
      return {Code::kUnavailable, std::move(message)};
    default:
      return {Code::kUnavailable, std::move(message)};
  }
}

std::string_view GrpcCodeName(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
      return "OK";
    case grpc::StatusCode::CANCELLED:
      return "CANCELLED";
    case grpc::StatusCode::UNKNOWN:
      return "UNKNOWN";
    case grpc::StatusCode::INVALID_ARGUMENT:
      return "INVALID_ARGUMENT";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "DEADLINE_EXCEEDED";
    case grpc::StatusCode::NOT_FOUND:
      return "NOT_FOUND";
    case grpc::StatusCode::ALREADY_EXISTS:
      return "ALREADY_EXISTS";
    case grpc::StatusCode::PERMISSION_DENIED:
      return "PERMISSION_DENIED";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "RESOURCE_EXHAUSTED";
    case grpc::StatusCode::FAILED_PRECONDITION:
      return "FAILED_PRECONDITION";
    case grpc::StatusCode::ABORTED:
      return "ABORTED";
    case grpc::StatusCode::OUT_OF_RANGE:
      return "OUT_OF_RANGE";
    case grpc::StatusCode::UNIMPLEMENTED:
      return "UNIMPLEMENTED";
    case grpc::StatusCode::INTERNAL:
      return "INTERNAL";
    case grpc::StatusCode::UNAVAILABLE:
      return "UNAVAILABLE";
    case grpc::StatusCode::DATA_LOSS:
      return "DATA_LOSS";
    case grpc::StatusCode::UNAUTHENTICATED:
      return "UNAUTHENTICATED";
    case grpc::StatusCode::DO_NOT_USE:
      break;
  }
  return "status of an unknown code";
}

void SendGrpcLogToOurs() {
  static std::once_flag once;
  std::call_once(once, [] {
    gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);  // not what main.cc tells Arrow's
    gpr_set_log_function([](gpr_log_func_args* line) { LogDebug("grpc: {}", line->message); });
  });
}

}  // namespace lake
