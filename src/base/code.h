// What an error code means outside: the one table of reactions. See code.cc.
#pragma once

#include <string_view>

#include "base/result.h"

namespace lake {

struct CodeInfo {
  Code code;
  std::string_view name;  // "data_loss"
  bool retryable;         // repeating the same call may help
  int exit_status;        // of the process, after sysexits.h
  int http_status;
  int grpc_status;
};

const CodeInfo& InfoOf(Code code);

inline std::string_view CodeName(Code code) { return InfoOf(code).name; }
inline bool IsRetryable(Code code) { return InfoOf(code).retryable; }
inline int ExitStatusOf(Code code) { return InfoOf(code).exit_status; }
inline int HttpStatusOf(Code code) { return InfoOf(code).http_status; }
inline int GrpcStatusOf(Code code) { return InfoOf(code).grpc_status; }

}  // namespace lake
