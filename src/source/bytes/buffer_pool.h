// Large byte buffers that are used again. Ledgers live for milliseconds and fill megabytes: fresh
// memory for each would cost more in page faults than reading it.
//
// Memory is never cleared: only what was written may be read. Thread-safe. Buffers may outlive the
// pool; they then free themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/bytes.h"

namespace lake {

// Uninitialised memory of `capacity` bytes that can grow. Movable, owned by one.
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t capacity);

  std::uint8_t* data() { return data_.get(); }
  const std::uint8_t* data() const { return data_.get(); }
  std::size_t capacity() const { return capacity_; }
  // Keeps the first `used` bytes. Requires: capacity > this->capacity(), used <= this->capacity().
  void Grow(std::size_t capacity, std::size_t used);

 private:
  std::unique_ptr<std::uint8_t[]> data_;
  std::size_t capacity_ = 0;
};

class BufferPool {
 public:
  // Keeps at most `max_idle_bytes` of unused buffers.
  explicit BufferPool(std::size_t max_idle_bytes);

  // A buffer of at least `capacity` bytes, a used one if there is a fitting one.
  Buffer Take(std::size_t capacity);
  void Return(Buffer buffer);
  // Gives `buffer` an owner; when the last copy of it goes, the buffer returns to the pool.
  std::shared_ptr<const void> Share(Buffer buffer);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace lake
