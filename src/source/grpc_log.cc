#include "source/grpc_log.h"

#include <grpc/support/log.h>

#include <mutex>

#include "base/log.h"

namespace lake {

void SendGrpcLogToOurs() {
  static std::once_flag once;
  std::call_once(once, [] {
    gpr_set_log_function([](gpr_log_func_args* line) { LogDebug("grpc: {}", line->message); });
  });
}

}  // namespace lake
