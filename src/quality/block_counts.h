// Counts values of one column's block that break a rule. Internal to quality/.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#include "table/column_block.h"

namespace lake {

// How many values of the block, NULLs apart, `broken` says yes to. Most columns are mostly NULL in
// tables where every type of row has columns of its own.
template <class Value, class Broken>
std::int64_t CountValues(ColumnBlock& block, Broken broken) {
  const std::span<const Value> values = block.As<Value>();
  std::int64_t count = 0;
  if (!block.column().nullable) {
    for (const Value& value : values) count += broken(value);
    return count;
  }
  for (std::size_t first = 0; first < values.size(); first += 64) {
    std::uint64_t valid = block.vector().validity[first / 64];
    if (values.size() - first < 64) valid &= (std::uint64_t{1} << (values.size() - first)) - 1;
    for (; valid != 0; valid &= valid - 1) {
      count += broken(values[first + static_cast<std::size_t>(std::countr_zero(valid))]);
    }
  }
  return count;
}

// The same for an integer or timestamp column.
template <class Broken>
std::int64_t CountIntegers(ColumnBlock& block, Broken broken) {
  switch (block.column().type) {
    case ColumnType::kInt32:
      return CountValues<std::int32_t>(block, broken);
    case ColumnType::kUint32:
      return CountValues<std::uint32_t>(block, broken);
    default:
      return CountValues<std::int64_t>(block, broken);
  }
}

// The same for texts. Many are the one before once more, in the same memory.
template <class Broken>
std::int64_t CountTexts(ColumnBlock& block, Broken broken) {
  std::string_view last;
  bool last_broken = broken(last);
  return CountValues<std::string_view>(block, [&](std::string_view text) {
    if (text.data() != last.data() || text.size() != last.size()) {
      last = text;
      last_broken = broken(text);
    }
    return last_broken;
  });
}

inline std::int64_t CountEmpty(ColumnBlock& block) {
  return CountValues<std::string_view>(block, [](std::string_view text) { return text.empty(); });
}

// Values that are not `expected`.
inline std::int64_t CountOthers(ColumnBlock& block, std::int64_t expected) {
  return CountIntegers(block, [expected](std::int64_t value) { return value != expected; });
}

}  // namespace lake
