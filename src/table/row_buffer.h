// A growing array of one table's rows, with the row type erased. Rows are trivially copyable: plain
// values and string_views into an arena or the ledger's bytes, which must outlive them.
// Clear keeps the memory. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

#include "base/check.h"

namespace lake {

class RowBuffer {
 public:
  explicit RowBuffer(std::size_t row_size) : row_size_(row_size) {}

  template <class Row>
  void Append(const Row& row) {
    static_assert(std::is_trivially_copyable_v<Row>);
    CHECK(sizeof(Row) == row_size_);
    if (count_ == capacity_) Grow();
    new (data_.get() + count_++ * row_size_) Row(row);
  }

  // A copy of a row of the same type; where it stands until the next one is appended.
  void* AppendCopy(const void* row) {
    if (count_ == capacity_) Grow();
    return std::memcpy(data_.get() + count_++ * row_size_, row, row_size_);
  }

  std::size_t size() const { return count_; }
  const void* data() const { return data_.get(); }
  const void* row(std::size_t i) const { return data_.get() + i * row_size_; }
  std::size_t row_size() const { return row_size_; }
  std::size_t reserved_bytes() const { return capacity_ * row_size_; }
  void Clear() { count_ = 0; }

  // Requires: Row is the type that was appended.
  template <class Row>
  std::span<const Row> As() const {
    CHECK(sizeof(Row) == row_size_);
    return {reinterpret_cast<const Row*>(data_.get()), count_};
  }
  template <class Row>
  std::span<Row> AsMutable() {
    CHECK(sizeof(Row) == row_size_);
    return {reinterpret_cast<Row*>(data_.get()), count_};
  }

 private:
  void Grow();

  std::size_t row_size_;
  std::size_t count_ = 0;
  std::size_t capacity_ = 0;
  std::unique_ptr<std::byte[]> data_;
};

}  // namespace lake
