// How long to wait before the next attempt: growing, bounded, and jittered so that many workers do
// not return in step. The jitter comes from a seed, so a test sees the same waits every time. A
// value for one thread.
#pragma once

#include <cstdint>

namespace lake {

struct BackoffPolicy {
  std::int64_t initial_ms = 200;
  std::int64_t max_ms = 30'000;
  double multiplier = 2.0;
  double jitter = 0.25;  // share of a wait, 0..1, that may be taken off it
};

class Backoff {
 public:
  explicit Backoff(BackoffPolicy policy = {}, std::uint64_t seed = 0);

  // The wait before the next attempt; at least 1 (unless the policy starts at 0), at most max_ms.
  std::int64_t NextDelayMs();
  // After a success: the next wait is the first one again.
  void Reset();

 private:
  BackoffPolicy policy_;
  double delay_ms_;
  std::uint64_t random_;
};

}  // namespace lake
