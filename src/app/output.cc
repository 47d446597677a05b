#include "app/output.h"

#include <cerrno>
#include <cstdio>

#include "base/file.h"

namespace lake {
namespace {

Status Failed(int number) {
  if (number == EPIPE) return Error{Code::kCancelled, "the reader of the output has left"};
  return ErrnoError(number, "standard output");
}

}  // namespace

Status Print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) return Failed(errno);
  return {};
}

Status FlushOutput() {
  if (std::fflush(stdout) != 0) return Failed(errno);
  return {};
}

}  // namespace lake
