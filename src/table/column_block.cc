#include "table/column_block.h"

#include <cstring>

namespace lake {
namespace {

constexpr std::uint64_t kAllValid = ~std::uint64_t{0};

// Clears the bits of `to` from `at` on whose bits in `from` are clear.
void MergeNulls(const std::uint64_t* from, std::size_t count, std::uint64_t* to, std::size_t at) {
  for (std::size_t word = 0; word * 64 < count; ++word) {
    std::uint64_t nulls = ~from[word];
    while (nulls != 0) {
      const auto bit = static_cast<std::size_t>(__builtin_ctzll(nulls));
      nulls &= nulls - 1;
      const std::size_t slot = at + word * 64 + bit;
      to[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
    }
  }
}

}  // namespace

std::size_t ColumnValueBytes(ColumnType type) {
  switch (type) {
    case ColumnType::kBool:
      return sizeof(bool);
    case ColumnType::kInt32:
      return sizeof(std::int32_t);
    case ColumnType::kUint32:
      return sizeof(std::uint32_t);
    case ColumnType::kInt64:
    case ColumnType::kTimestamp:
      return sizeof(std::int64_t);
    case ColumnType::kText:
      return sizeof(std::string_view);
  }
  CHECK(false);
}

void ReadColumnAt(const ColumnSpec& column, const void* rows, std::size_t count, ColumnVector out,
                  std::size_t at) {
  void* values = static_cast<std::byte*>(out.values) + at * ColumnValueBytes(column.type);
  if (!column.nullable) {
    column.read(rows, count, {values, nullptr});
    return;
  }
  if (at % 64 == 0) {
    column.read(rows, count, {values, out.validity + at / 64});
    return;
  }
  CHECK(count <= kBlockRows);
  std::array<std::uint64_t, kBlockRows / 64> validity;
  validity.fill(kAllValid);
  column.read(rows, count, {values, validity.data()});
  MergeNulls(validity.data(), count, out.validity, at);
}

ColumnBlock::ColumnBlock(const ColumnSpec& column, std::size_t capacity)
    : column_(&column),
      capacity_(capacity),
      values_(new std::byte[capacity * ColumnValueBytes(column.type)]) {
  CHECK(capacity > 0 && capacity <= kBlockRows);
  validity_.fill(kAllValid);
}

void ColumnBlock::Read(const RowBuffer& rows, std::size_t first, std::size_t count) {
  CHECK(first + count <= rows.size());
  Read(rows.row(first), count);
}

void ColumnBlock::Read(const void* rows, std::size_t count) {
  CHECK(count <= capacity_);
  size_ = count;
  misfits_ = 0;
  if (column_->nullable) {
    for (std::size_t word = 0; word * 64 < count; ++word) validity_[word] = kAllValid;
  }
  column_->read(rows, count, vector());
}

std::int64_t ColumnBlock::Integer(std::size_t i) const {
  switch (column_->type) {
    case ColumnType::kInt32:
      return As<std::int32_t>()[i];
    case ColumnType::kUint32:
      return As<std::uint32_t>()[i];
    default:
      return As<std::int64_t>()[i];
  }
}

RowBlock::RowBlock(std::span<const ColumnSpec> columns, std::size_t capacity)
    : capacity_(capacity) {
  blocks_.reserve(columns.size());
  for (const ColumnSpec& column : columns) blocks_.emplace_back(column, capacity);
}

void RowBlock::Read(const RowBuffer& rows, std::size_t first, std::size_t count) {
  size_ = count;
  for (ColumnBlock& block : blocks_) block.Read(rows, first, count);
}

}  // namespace lake
