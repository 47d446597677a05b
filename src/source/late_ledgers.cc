#include "source/late_ledgers.h"

#include <utility>

#include "base/log.h"

namespace lake {

LateLedgers::LateLedgers(std::uint32_t wait_ms, Clock& clock, Listener listener)
    : wait_micros_(std::int64_t{wait_ms} * 1000), clock_(clock), listener_(std::move(listener)) {}

bool LateLedgers::MayCome(const Error& missing) {
  const std::int64_t now = clock_.MonotonicMicros();
  if (!std::exchange(missing_, true)) {
    since_micros_ = now;
    LogWarn("waiting up to {} s: {}", wait_micros_ / 1'000'000, missing.message);
    listener_(Health::kDegraded, missing.message);
  }
  return now - since_micros_ < wait_micros_;
}

void LateLedgers::Grew() { since_micros_ = clock_.MonotonicMicros(); }

void LateLedgers::Came() {
  if (std::exchange(missing_, false)) listener_(Health::kHealthy, "");
}

}  // namespace lake
