// Columns of a RowBuffer read in blocks into typed arrays: what digests, JSONL, CSV, quality checks
// and COPY loop over, so that none of them knows a row's layout.
//
// Not thread-safe; values are valid until the next Read. Texts point where the rows' texts point.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "table/row_buffer.h"
#include "table/table_spec.h"

namespace lake {

// Rows of the largest block: the vector size of DuckDB.
inline constexpr std::size_t kBlockRows = 2048;

// Bytes of one value in a ColumnVector.
std::size_t ColumnValueBytes(ColumnType type);

// Reads `count` rows into slots [at, at + count) of `out`: lets one vector gather several
// RowBuffers. The validity bits of those slots must be ones.
void ReadColumnAt(const ColumnSpec& column, const void* rows, std::size_t count, ColumnVector out,
                  std::size_t at);

// Up to `capacity` (at most kBlockRows) values of one column.
class ColumnBlock {
 public:
  ColumnBlock(const ColumnSpec& column, std::size_t capacity);

  // Reads rows [first, first + count). Requires count <= capacity.
  void Read(const RowBuffer& rows, std::size_t first, std::size_t count);
  // The same from an array of rows that is not a RowBuffer.
  void Read(const void* rows, std::size_t count);

  const ColumnSpec& column() const { return *column_; }
  std::size_t size() const { return size_; }
  bool IsNull(std::size_t i) const { return (validity_[i / 64] >> (i % 64) & 1) == 0; }

  // Require the column's type to be T: bool, int32_t, uint32_t, int64_t (also timestamps),
  // string_view.
  template <class T>
  std::span<const T> As() const {
    CHECK(sizeof(T) == ColumnValueBytes(column_->type));
    return {reinterpret_cast<const T*>(values_.get()), size_};
  }
  // Any integer or timestamp column, widened.
  std::int64_t Integer(std::size_t i) const;
  std::string_view Text(std::size_t i) const { return As<std::string_view>()[i]; }
  bool Bool(std::size_t i) const { return As<bool>()[i]; }

  // How many of the NULLs are numbers that the column cannot hold.
  std::int64_t misfits() const { return misfits_; }

  ColumnVector vector() { return {values_.get(), validity_.data(), &misfits_}; }

 private:
  const ColumnSpec* column_;
  std::size_t capacity_;
  std::size_t size_ = 0;
  std::int64_t misfits_ = 0;
  std::unique_ptr<std::byte[]> values_;
  std::array<std::uint64_t, kBlockRows / 64> validity_;
};

// All columns of a block of rows, for writers that go row by row.
class RowBlock {
 public:
  // 256 rows keep the blocks of the widest table inside a core's cache.
  static constexpr std::size_t kDefaultRows = 256;

  explicit RowBlock(std::span<const ColumnSpec> columns, std::size_t capacity = kDefaultRows);

  std::size_t capacity() const { return capacity_; }
  void Read(const RowBuffer& rows, std::size_t first, std::size_t count);
  std::size_t size() const { return size_; }
  std::span<const ColumnBlock> columns() const { return blocks_; }
  std::span<ColumnBlock> columns() { return blocks_; }

 private:
  std::size_t capacity_;
  std::size_t size_ = 0;
  std::vector<ColumnBlock> blocks_;
};

// Calls visit(RowBlock&) for every block of `rows`, in order, until one returns an error Status.
template <class Visit>
auto ForEachBlock(RowBlock& block, const RowBuffer& rows, Visit visit) -> decltype(visit(block)) {
  for (std::size_t first = 0; first < rows.size(); first += block.capacity()) {
    const std::size_t left = rows.size() - first;
    block.Read(rows, first, left < block.capacity() ? left : block.capacity());
    if (auto status = visit(block); !status.ok()) return status;
  }
  return {};
}

}  // namespace lake
