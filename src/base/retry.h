// Repeats a call whose failure may pass. Only errors whose code says so (kUnavailable, see code.h)
// are repeated; every other result is given back at once. Never wrap a commit in this: after an
// error at a commit the store must be read first.
#pragma once

#include <stop_token>
#include <string>
#include <utility>

#include "base/backoff.h"
#include "base/clock.h"
#include "base/code.h"
#include "base/result.h"

namespace lake {

struct RetryPolicy {
  BackoffPolicy backoff;
  int attempts_max = 6;    // the default waits about 6 s in all
  std::uint64_t seed = 0;  // of the jitter: different for workers that share a server
};

// `attempt()` returns Status or Result<T>. Gives back its success, its last error with the number
// of attempts in front, or kCancelled when a stop was requested while waiting.
template <class Attempt>
auto RetryTransient(const RetryPolicy& policy, Clock& clock, std::stop_token stop,
                    Attempt&& attempt) -> decltype(attempt()) {
  Backoff backoff(policy.backoff, policy.seed);
  for (int count = 1;; ++count) {
    auto result = attempt();
    if (result.ok() || !IsRetryable(result.error().code)) return result;
    if (count >= policy.attempts_max) {
      return std::move(result).Context("after " + std::to_string(count) + " attempts");
    }
    if (!clock.SleepFor(backoff.NextDelayMs() * 1000, stop)) {
      return Error{Code::kCancelled, "stopped before the next attempt: " + result.error().message};
    }
  }
}

}  // namespace lake
