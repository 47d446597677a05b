// Trying again: the one place that says which failures may pass, how long to wait after each, and
// when it is enough. Never wrap a commit in this: after an error at a commit the store must be read
// first.
//
//   TRY_ASSIGN(auto answer, Retry(policy, clock).Run(stop, [&] { return Ask(); }));
//
// or, where an attempt is more than one call:
//
//   Retry retry(policy, clock);
//   while (Status status = Attempt(); !status.ok()) {
//     TRY(retry.Failed(status.error()));
//     if (!retry.Wait(stop)) return ...;
//   }
#pragma once

#include <cstdint>
#include <stop_token>
#include <utility>

#include "base/backoff.h"
#include "base/clock.h"
#include "base/code.h"
#include "base/result.h"

namespace lake {

struct RetryPolicy {
  BackoffPolicy backoff;
  int attempts_max = 6;    // in a row, the default waits about 6 s in all; 0 = without end
  std::uint64_t seed = 0;  // of the jitter: different for workers that share a server
  // Since the first attempt or the last success; 0 = without end.
  std::int64_t patience_ms = 0;
  bool (*may_pass)(Code) = &IsRetryable;
};

// `error` with the number of attempts in front, for whoever does not try again.
Error AfterAttempts(int attempts, Error error);

// One thread.
class Retry {
 public:
  // `clock` outlives it.
  Retry(const RetryPolicy& policy, Clock& clock);

  // Counts a failed attempt. Success = another one is due after Wait; else the error to end with:
  // `error` as it is when it does not pass by itself or there was to be one attempt, or after how
  // many it was enough. With `outlast` none of this ends it: the caller waits for what is away.
  Status Failed(const Error& error, bool outlast = false);
  // Waits as long as the last failure asks for. False when a stop was requested.
  bool Wait(std::stop_token stop);
  // A success: what fails from now on is counted anew.
  void Reset();

  int failures() const { return failures_; }  // in a row
  std::int64_t delay_ms() const { return delay_micros_ / 1000; }

  // `attempt()` returns Status or Result<T>. Gives back its success, the error to end with, or
  // kCancelled when a stop was requested while waiting.
  template <class Attempt>
  auto Run(const std::stop_token& stop, Attempt&& attempt) -> decltype(attempt()) {
    for (;;) {
      auto result = attempt();
      if (result.ok()) return result;
      if (Status end = Failed(result.error()); !end.ok()) return end;
      if (!Wait(stop))
        return Error{Code::kCancelled,
                     "stopped before the next attempt: " + result.error().message};
    }
  }

 private:
  std::int64_t Deadline() const;

  RetryPolicy policy_;
  Clock* clock_;
  Backoff backoff_;
  std::int64_t deadline_micros_;
  std::int64_t delay_micros_ = 0;
  int failures_ = 0;
};

}  // namespace lake
