// A clock that moves only when told to, or when somebody sleeps: a test of waits takes no time.
// Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

#include "base/clock.h"

namespace lake::testing {

class FakeClock : public Clock {
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
  // Notices within a millisecond of the machine's time that the told time has come.
  bool WaitFor(std::condition_variable_any& changed, std::unique_lock<std::mutex>& lock,
               std::int64_t micros, std::stop_token stop,
               const std::function<bool()>& done) override {
    const std::int64_t until = Now() + micros;
    const auto is_over = [&] { return done() || stop.stop_requested() || Now() >= until; };
    Count(1);
    while (!is_over()) changed.wait_for(lock, stop, std::chrono::milliseconds(1), is_over);
    Count(-1);
    return done();
  }

  void Advance(std::int64_t micros) {
    std::lock_guard lock(mutex_);
    now_ += micros;
  }
  // Returns once so many threads are in WaitFor; the time they wait for has begun then.
  void AwaitWaiting(int threads) {
    std::unique_lock lock(mutex_);
    counted_.wait(lock, [&] { return waiting_ >= threads; });
  }
  // The waits asked for so far, in microseconds.
  std::vector<std::int64_t> sleeps() const {
    std::lock_guard lock(mutex_);
    return sleeps_;
  }

 private:
  void Count(int more) {
    {
      std::lock_guard lock(mutex_);
      waiting_ += more;
    }
    counted_.notify_all();
  }

  mutable std::mutex mutex_;
  std::condition_variable counted_;
  int waiting_ = 0;
  std::int64_t now_;
  std::vector<std::int64_t> sleeps_;
};

}  // namespace lake::testing
