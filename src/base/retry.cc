#include "base/retry.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace lake {

Error AfterAttempts(int attempts, Error error) {
  return {error.code,
          fmt::format("after {} attempt{}: {}", attempts, attempts == 1 ? "" : "s", error.message)};
}

Retry::Retry(const RetryPolicy& policy, Clock& clock)
    : policy_(policy),
      clock_(&clock),
      backoff_(policy.backoff, policy.seed),
      deadline_micros_(Deadline()) {}

std::int64_t Retry::Deadline() const {
  return policy_.patience_ms == 0 ? std::numeric_limits<std::int64_t>::max()
                                  : clock_->MonotonicMicros() + policy_.patience_ms * 1000;
}

Status Retry::Failed(const Error& error, bool outlast) {
  if (!outlast && (!policy_.may_pass(error.code) || policy_.attempts_max == 1)) return error;
  ++failures_;
  const std::int64_t left = deadline_micros_ - clock_->MonotonicMicros();
  const bool enough = left <= 0 || (policy_.attempts_max != 0 && failures_ >= policy_.attempts_max);
  if (enough && !outlast) return AfterAttempts(failures_, error);
  delay_micros_ = backoff_.NextDelayMs() * 1000;
  if (!outlast) delay_micros_ = std::min(delay_micros_, left);
  return {};
}

bool Retry::Wait(std::stop_token stop) { return clock_->SleepFor(delay_micros_, std::move(stop)); }

void Retry::Reset() {
  failures_ = 0;
  delay_micros_ = 0;
  backoff_.Reset();
  deadline_micros_ = Deadline();
}

}  // namespace lake
