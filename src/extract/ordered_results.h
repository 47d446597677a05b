// Work that is handed out in order, done by many, and taken back in the same order; bounded by
// items and bytes between reservation and taking. An item larger than the byte bound passes alone.
// Whoever cannot keep what was reserved says so with Fail, or the line would wait for ever.
// Thread-safe; `clock` outlives it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "base/check.h"
#include "base/clock.h"
#include "base/result.h"

namespace lake {

template <class T>
class OrderedResults {
 public:
  enum class Outcome : std::uint8_t { kItem, kEnd, kTimeout, kStopped, kFailed };
  struct Taken {
    Outcome outcome;
    std::optional<T> item;  // for kItem
  };

  OrderedResults(std::size_t items_max, std::size_t bytes_max, Clock& clock)
      : items_max_(items_max), bytes_max_(bytes_max), clock_(clock) {
    CHECK(items_max > 0);
  }

  // The index of the next item, once there is room for it; nothing when a stop was requested or the
  // line has failed.
  std::optional<std::uint64_t> Reserve(std::size_t bytes, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, stop, [&] { return failed_ || HasRoom(bytes); });
    if (stop.stop_requested() || failed_) return std::nullopt;
    slots_.push_back({std::nullopt, bytes});
    bytes_ += bytes;
    return first_ + slots_.size() - 1;
  }

  void Put(std::uint64_t index, T item) {
    {
      std::lock_guard lock(mutex_);
      if (failed_) return;
      CHECK(index >= first_ && index - first_ < slots_.size());
      slots_[index - first_].item = std::move(item);
    }
    ready_.notify_all();
  }

  // No more reservations come.
  void Close() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    ready_.notify_all();
  }

  // No more items can be taken; the first failure counts.
  void Fail(Status failure) {
    {
      std::lock_guard lock(mutex_);
      if (!failed_) failure_ = std::move(failure);
      failed_ = true;
    }
    ready_.notify_all();
    room_.notify_all();
  }
  // Why, once Take has said kFailed.
  Status failure() const {
    std::lock_guard lock(mutex_);
    return failure_;
  }

  // The next item in order. `wait_ms` absent waits as long as it takes, 0 only looks. After a stop
  // nothing is handed out any more, ready or not: what a stop means must not hang on who was first.
  Taken Take(std::optional<std::int64_t> wait_ms, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    const auto done = [&] {
      return failed_ || (closed_ && slots_.empty()) ||
             (!slots_.empty() && slots_.front().item.has_value());
    };
    const bool is_done = wait_ms ? clock_.WaitFor(ready_, lock, *wait_ms * 1'000, stop, done)
                                 : ready_.wait(lock, stop, done);
    if (failed_) return {Outcome::kFailed, std::nullopt};
    if (stop.stop_requested()) return {Outcome::kStopped, std::nullopt};
    if (!is_done) return {Outcome::kTimeout, std::nullopt};
    if (slots_.empty()) return {Outcome::kEnd, std::nullopt};
    Taken taken{Outcome::kItem, std::move(slots_.front().item)};
    bytes_ -= slots_.front().bytes;
    slots_.pop_front();
    ++first_;
    lock.unlock();
    room_.notify_all();
    return taken;
  }

  // Items reserved and not yet taken.
  std::size_t depth() const {
    std::lock_guard lock(mutex_);
    return slots_.size();
  }
  std::size_t bytes() const {
    std::lock_guard lock(mutex_);
    return bytes_;
  }

 private:
  struct Slot {
    std::optional<T> item;
    std::size_t bytes;
  };
  bool HasRoom(std::size_t bytes) const {
    return slots_.empty() || (slots_.size() < items_max_ && bytes_ + bytes <= bytes_max_);
  }

  const std::size_t items_max_;
  const std::size_t bytes_max_;
  Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable_any room_;
  std::condition_variable_any ready_;
  std::deque<Slot> slots_;
  std::uint64_t first_ = 0;
  std::size_t bytes_ = 0;
  bool closed_ = false;
  bool failed_ = false;
  Status failure_;
};

}  // namespace lake
