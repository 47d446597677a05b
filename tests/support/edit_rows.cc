#include "support/edit_rows.h"

#include <cstring>
#include <vector>

#include "base/check.h"
#include "table/column_block.h"

namespace lake::testing {
namespace {

const ColumnSpec& Named(const TableSpec& spec, std::string_view name) {
  for (const ColumnSpec& column : spec.columns) {
    if (column.name == name) return column;
  }
  CHECK(!"a column of the table");
}

// The pattern is made of bytes 1, so that whatever of it another reading takes for a bool is one.
std::size_t OffsetOf(const ColumnSpec& column, std::size_t row_size) {
  const std::size_t width = ColumnValueBytes(column.type);
  const std::size_t step = std::min(width, alignof(std::int64_t));
  const std::vector<std::byte> pattern(width, std::byte{1});
  std::vector<std::byte> read(width);
  for (std::size_t at = 0; at + width <= row_size; at += step) {
    std::vector<std::byte> row(row_size + 1);
    std::memcpy(row.data() + at, pattern.data(), width);
    if (column.nullable) row[at + width] = std::byte{1};
    std::uint64_t validity = 1;
    column.read(row.data(), 1, {read.data(), &validity});
    if (validity == 1 && read == pattern) return at;
  }
  CHECK(!"a column that reads what the row holds");
}

std::byte* CellOf(RowBuffer& rows, const ColumnSpec& column, std::size_t row) {
  CHECK(row < rows.size());
  std::byte* begin = static_cast<std::byte*>(const_cast<void*>(rows.row(row)));
  return begin + OffsetOf(column, rows.row_size());
}

template <class Value>
void Write(RowBuffer& rows, const ColumnSpec& column, std::size_t row, Value value) {
  CHECK(sizeof value == ColumnValueBytes(column.type));
  std::byte* cell = CellOf(rows, column, row);
  std::memcpy(cell, &value, sizeof value);
  if (column.nullable) cell[sizeof value] = std::byte{1};
}

}  // namespace

void SetCell(RowBuffer& rows, const TableSpec& spec, std::string_view column, std::size_t row,
             std::int64_t value) {
  const ColumnSpec& named = Named(spec, column);
  switch (named.type) {
    case ColumnType::kBool:
      return Write(rows, named, row, value != 0);
    case ColumnType::kInt32:
      return Write(rows, named, row, static_cast<std::int32_t>(value));
    case ColumnType::kUint32:
      return Write(rows, named, row, static_cast<std::uint32_t>(value));
    case ColumnType::kInt64:
    case ColumnType::kTimestamp:
      return Write(rows, named, row, value);
    case ColumnType::kText:
      CHECK(!"a number for a column of numbers");
  }
}

void SetCell(RowBuffer& rows, const TableSpec& spec, std::string_view column, std::size_t row,
             std::string_view text) {
  const ColumnSpec& named = Named(spec, column);
  CHECK(named.type == ColumnType::kText);
  Write(rows, named, row, text);
}

void SetNull(RowBuffer& rows, const TableSpec& spec, std::string_view column, std::size_t row) {
  const ColumnSpec& named = Named(spec, column);
  CHECK(named.nullable);
  CellOf(rows, named, row)[ColumnValueBytes(named.type)] = std::byte{0};
}

}  // namespace lake::testing
