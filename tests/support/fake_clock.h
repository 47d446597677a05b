// A clock that moves only when told to, or when somebody sleeps: a test of waits takes no time.
// Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "base/clock.h"

namespace lake::testing {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(std::int64_t now_micros = 1'700'000'000'000'000) : now_(now_micros) {}

  std::int64_t Now() override {
    std::lock_guard lock(mutex_);
    return now_;
  }
  std::int64_t MonotonicMicros() override { return Now(); }
  bool SleepFor(std::int64_t micros, std::stop_token stop) override {
    if (stop.stop_requested()) return false;
    std::lock_guard lock(mutex_);
    now_ += micros;
    sleeps_.push_back(micros);
    return true;
  }

  void Advance(std::int64_t micros) {
    std::lock_guard lock(mutex_);
    now_ += micros;
  }
  // The waits asked for so far, in microseconds.
  std::vector<std::int64_t> sleeps() const {
    std::lock_guard lock(mutex_);
    return sleeps_;
  }

 private:
  mutable std::mutex mutex_;
  std::int64_t now_;
  std::vector<std::int64_t> sleeps_;
};

}  // namespace lake::testing
