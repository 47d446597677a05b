#include "base/clock.h"

#include <algorithm>
#include <chrono>

namespace lake {
namespace {

constexpr std::int64_t kLongest = 1'000'000'000'000'000;  // thirty years; more would overflow

class MachineClock final : public Clock {
 public:
  std::int64_t Now() override {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }

  std::int64_t MonotonicMicros() override {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }

  bool SleepFor(std::int64_t micros, std::stop_token stop) override {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait_for(lock, stop, std::chrono::microseconds(micros), [] { return false; });
    return !stop.stop_requested();
  }

  bool WaitFor(std::condition_variable_any& changed, std::unique_lock<std::mutex>& lock,
               std::int64_t micros, std::stop_token stop,
               const std::function<bool()>& done) override {
    return changed.wait_for(lock, stop, std::chrono::microseconds(std::min(micros, kLongest)),
                            done);
  }
};

}  // namespace

Clock& SystemClock() {
  static MachineClock clock;
  return clock;
}

}  // namespace lake
