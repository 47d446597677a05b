#include "base/thread.h"

#include <fmt/core.h>
#include <pthread.h>

#include "base/log.h"

namespace lake {

void NameThisThread(std::string_view name) {
  constexpr std::size_t kNameMax = 15;
  // Only fails for a longer name.
  pthread_setname_np(pthread_self(), std::string(name.substr(0, kNameMax)).c_str());
}

Status EscapedException(std::string_view where, std::string_view what) {
  Error error{Code::kInternal, fmt::format("{}: an exception escaped: {}", where, what)};
  LogError("{}", error.message);
  return error;
}

}  // namespace lake
