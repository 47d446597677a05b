// Bytes that grow at their end, and are written before they are read: std::vector without its
// zeros. Clear keeps the memory. One thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

#include "base/bytes.h"

namespace lake {

class ByteBuffer {
 public:
  ByteBuffer() = default;
  ByteBuffer(ByteBuffer&& other) noexcept
      : data_(std::move(other.data_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  ByteBuffer& operator=(ByteBuffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }

  // Where the next `count` bytes are to be written, all of them.
  std::uint8_t* Extend(std::size_t count) {
    if (count > capacity_ - size_) Grow(count);
    std::uint8_t* out = data_.get() + size_;
    size_ += count;
    return out;
  }
  void Append(Bytes bytes) {
    if (!bytes.empty()) std::memcpy(Extend(bytes.size()), bytes.data(), bytes.size());
  }
  void Append(std::uint8_t byte) { *Extend(1) = byte; }
  // As it lies in memory: little-endian.
  template <class Number>
  void AppendNumber(Number value) {
    std::memcpy(Extend(sizeof value), &value, sizeof value);
  }
  void Clear() { size_ = 0; }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::uint8_t* data() { return data_.get(); }
  const std::uint8_t* data() const { return data_.get(); }
  Bytes bytes() const { return {data_.get(), size_}; }

 private:
  void Grow(std::size_t count) {
    const std::size_t capacity = std::max({std::size_t{64}, size_ + count, capacity_ * 2});
    std::unique_ptr<std::uint8_t[]> data(new std::uint8_t[capacity]);
    if (size_ > 0) std::memcpy(data.get(), data_.get(), size_);
    data_ = std::move(data);
    capacity_ = capacity;
  }

  std::unique_ptr<std::uint8_t[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace lake
