// What a column is, as data, plus one function pointer that reads it out of a span of rows. This is
// all that the readings of a table need; tables declare columns with table/column.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace lake {

// Microseconds since 1970-01-01 UTC.
struct Timestamp {
  std::int64_t micros;
  friend bool operator==(Timestamp, Timestamp) = default;
};
inline constexpr Timestamp TimestampFromSeconds(std::int64_t seconds) {
  return {seconds * 1'000'000};
}

enum class ColumnType : std::uint8_t { kBool, kInt32, kUint32, kInt64, kTimestamp, kText };

// Where ReadColumn puts values: an array of bool, int32_t, uint32_t, int64_t (also for kTimestamp,
// in microseconds) or string_view, by ColumnType; bit i of `validity` is cleared where row i is
// NULL (callers preset it to ones; null slots of `values` are left as they are). `validity` may be
// null when the column is not nullable.
struct ColumnVector {
  void* values;
  std::uint64_t* validity;
  std::int64_t* misfits = nullptr;  // counts numbers that the column cannot hold, unless null
};

// Reads one column of `count` consecutive rows of the table's Row type.
using ReadColumn = void (*)(const void* rows, std::size_t count, ColumnVector out);

// What the text of a column must look like; the default quality checks and the docs derive from it.
enum class TextForm : std::uint8_t {
  kAny,
  kHex,
  kBase64,
  kAccount,
  kContract,
  kDecimal7,
  kInteger,
  kJson,
  kOneOf
};

struct ColumnSpec {
  std::string_view name;
  std::string_view doc;
  ColumnType type;
  bool nullable;
  ReadColumn read;
  bool fitted = false;  // NULL also where the ledger's number is too large (table/fitted.h)
  bool key = false;     // part of the natural key
  bool digest = true;   // part of row digests (D3: ingestion_timestamp is not)
  // The table's minor version that brought it; such columns may be NULL and stand last.
  int since = 0;
  TextForm form = TextForm::kAny;
  std::uint32_t length = 0;   // exact text length for kHex, 0 = any
  std::string_view one_of{};  // for kOneOf: the allowed values, '|' between them
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  std::string_view unit{};  // stroops, seconds, bytes, ledgers, ...
  std::string_view example{};
};

}  // namespace lake
