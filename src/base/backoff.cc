#include "base/backoff.h"

#include <algorithm>

#include "base/check.h"

namespace lake {
namespace {

// SplitMix64: one step of a generator whose every seed gives a full sequence.
std::uint64_t NextRandom(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15;
  std::uint64_t z = state;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

}  // namespace

Backoff::Backoff(BackoffPolicy policy, std::uint64_t seed)
    : policy_(policy), delay_ms_(static_cast<double>(policy.initial_ms)), random_(seed) {
  CHECK(policy.initial_ms >= 0 && policy.max_ms >= policy.initial_ms);
  CHECK(policy.multiplier >= 1 && policy.jitter >= 0 && policy.jitter <= 1);
}

std::int64_t Backoff::NextDelayMs() {
  const double unit = static_cast<double>(NextRandom(random_) >> 11) * 0x1p-53;  // [0, 1)
  const double delay_ms = delay_ms_ * (1 - policy_.jitter * unit);
  delay_ms_ = std::min(delay_ms_ * policy_.multiplier, static_cast<double>(policy_.max_ms));
  const std::int64_t least = std::min<std::int64_t>(policy_.initial_ms, 1);
  return std::max(static_cast<std::int64_t>(delay_ms), least);
}

void Backoff::Reset() { delay_ms_ = static_cast<double>(policy_.initial_ms); }

}  // namespace lake
