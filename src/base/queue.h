// A queue between two stages, bounded by items and by bytes, so that a slow consumer slows its
// producer instead of filling memory. An item larger than the byte bound is admitted when the queue
// is empty: one huge ledger passes, alone. Thread-safe, any number of producers and consumers.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "base/check.h"

namespace lake {

template <class T>
class BoundedQueue {
 public:
  BoundedQueue(std::size_t max_items, std::size_t max_bytes)
      : max_items_(max_items), max_bytes_(max_bytes) {
    CHECK(max_items > 0);
  }

  // Waits for room. False, and the item is dropped, when a stop was requested or the queue is
  // closed.
  bool Push(T item, std::size_t bytes, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, stop, [&] { return closed_ || HasRoom(bytes); });
    if (stop.stop_requested() || closed_) return false;
    entries_.push_back({std::move(item), bytes});
    bytes_ += bytes;
    lock.unlock();
    filled_.notify_one();
    return true;
  }

  // Waits for an item. Nothing when a stop was requested, or when the queue is closed and drained.
  std::optional<T> Pop(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, stop, [&] { return closed_ || !entries_.empty(); });
    if (stop.stop_requested() || entries_.empty()) return std::nullopt;
    std::optional<T> item(std::move(entries_.front().item));
    bytes_ -= entries_.front().bytes;
    entries_.pop_front();
    lock.unlock();
    // Producers wait for different amounts of room, so each one has to look again.
    room_.notify_all();
    return item;
  }

  // No more items come; what is inside can still be taken. May be called again.
  void Close() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    filled_.notify_all();
    room_.notify_all();
  }

  std::size_t items() const {
    std::lock_guard lock(mutex_);
    return entries_.size();
  }
  std::size_t bytes() const {
    std::lock_guard lock(mutex_);
    return bytes_;
  }

 private:
  struct Entry {
    T item;
    std::size_t bytes;
  };
  bool HasRoom(std::size_t bytes) const {
    if (entries_.empty()) return true;
    return entries_.size() < max_items_ && bytes <= max_bytes_ && bytes_ <= max_bytes_ - bytes;
  }

  const std::size_t max_items_;
  const std::size_t max_bytes_;
  mutable std::mutex mutex_;
  std::condition_variable_any room_;
  std::condition_variable_any filled_;
  std::deque<Entry> entries_;
  std::size_t bytes_ = 0;
  bool closed_ = false;
};

}  // namespace lake
