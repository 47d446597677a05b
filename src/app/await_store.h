// Asking a store at the start of a run, until it answers: one that is away is waited for, as its
// writer would wait.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <stop_token>
#include <string_view>

#include "base/log.h"
#include "base/retry.h"

namespace lake {

struct AwaitedStore {
  std::string_view name;  // "waiting for ..."
  std::string_view away;  // "stopped while ... was away"
  RetryPolicy policy;
};

// What `ask` gives, a Result<T>; its error when it does not pass by itself or the policy ends;
// kCancelled after a stop. `on_wait` (may be empty) is told why.
template <class Ask>
auto AwaitStore(const AwaitedStore& store, const std::stop_token& stop,
                const std::function<void(const Error&)>& on_wait, Ask&& ask) -> decltype(ask()) {
  Retry retry(store.policy, SystemClock());
  for (;;) {
    auto answer = ask();
    if (answer.ok()) return answer;
    TRY(retry.Failed(answer.error()));
    if (on_wait) on_wait(answer.error());
    LogWarn("waiting for {}: {}", store.name, answer.error().message);
    if (!retry.Wait(stop)) {
      return Error{Code::kCancelled, fmt::format("stopped while {} was away", store.away)};
    }
  }
}

}  // namespace lake
