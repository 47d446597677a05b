#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace lake {

void CheckFailed(const char* file, int line, const char* condition) {
  std::fprintf(stderr, "%s:%d: CHECK failed: %s\n", file, line, condition);
  std::abort();
}

Status Status::Context(std::string_view where) && {
  if (error_) error_->message.insert(0, std::string(where) + ": ");
  return std::move(*this);
}

}  // namespace lake
