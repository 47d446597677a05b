#include "base/thread.h"

#include <fmt/core.h>
#include <pthread.h>

#include <atomic>
#include <vector>

#include "base/log.h"

namespace lake {

void NameThisThread(std::string_view name) {
  constexpr std::size_t kNameMax = 15;
  // Only fails for a longer name.
  pthread_setname_np(pthread_self(), std::string(name.substr(0, kNameMax)).c_str());
}

Status EscapedException(std::string_view where, std::string_view what) noexcept {
  try {
    Error error{Code::kInternal, fmt::format("{}: an exception escaped: {}", where, what)};
    LogError("{}", error.message);
    return error;
  } catch (...) {
    return OutOfMemory(where);
  }
}

// An error needs some memory itself; when there is not even that, nothing can go on.
Status OutOfMemory(std::string_view where) noexcept {
  return {Code::kResourceExhausted, std::string(where) + ": out of memory"};
}

Status CannotStartThread(std::string_view name, const std::system_error& error) {
  return {Code::kResourceExhausted,
          fmt::format("cannot start thread {}: {} (limits: ulimit -u, ulimit -v, TasksMax)", name,
                      error.code().message())};
}

Status ProbeThreads(std::size_t count, std::string_view what) {
  std::atomic_flag over;
  std::vector<std::jthread> threads;
  const auto wait = [&over](const std::stop_token&) -> Status {
    over.wait(false);
    return {};
  };
  Status status;
  while (status.ok() && threads.size() < count) {
    auto thread = StartThread(std::string(what), wait, [](const Status&) {});
    if (thread.ok()) threads.push_back(*std::move(thread));
    status = thread.status();
  }
  over.test_and_set();
  over.notify_all();
  return status;
}

}  // namespace lake
