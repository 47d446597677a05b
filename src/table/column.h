// What a column is: plain data plus one function pointer that reads it out of a span of rows.
//
// A table declares `Column<&Row::field>("name", "Doc sentence.")` per member of its Row struct;
// type and nullability come from the member's type. DDL, Arrow schema, COPY, the DuckDB writer,
// digests, default quality checks and the documentation are loops over the resulting ColumnSpecs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>

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
  bool key = false;    // part of the natural key
  bool digest = true;  // part of row digests (D3: ingestion_timestamp is not)
  TextForm form = TextForm::kAny;
  std::uint32_t length = 0;   // exact text length for kHex, 0 = any
  std::string_view one_of{};  // for kOneOf: the allowed values, '|' between them
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  std::string_view unit{};  // stroops, seconds, bytes, ledgers, ...
  std::string_view example{};
};

namespace column_detail {

template <class T>
struct Unwrap {
  using type = T;
  static constexpr bool nullable = false;
};
template <class T>
struct Unwrap<std::optional<T>> {
  using type = T;
  static constexpr bool nullable = true;
};
template <class M>
struct MemberOf;
template <class R, class T>
struct MemberOf<T R::*> {
  using Row = R;
  using Type = T;
};

template <class T>
consteval ColumnType TypeOf() {
  if constexpr (std::is_same_v<T, bool>)
    return ColumnType::kBool;
  else if constexpr (std::is_same_v<T, std::int32_t>)
    return ColumnType::kInt32;
  else if constexpr (std::is_same_v<T, std::uint32_t>)
    return ColumnType::kUint32;
  else if constexpr (std::is_same_v<T, std::int64_t>)
    return ColumnType::kInt64;
  else if constexpr (std::is_same_v<T, Timestamp>)
    return ColumnType::kTimestamp;
  else {
    static_assert(std::is_same_v<T, std::string_view>,
                  "a Row member has a type no column can hold");
    return ColumnType::kText;
  }
}

template <auto Member>
void Read(const void* rows, std::size_t count, ColumnVector out) {
  using Row = typename MemberOf<decltype(Member)>::Row;
  using Field = typename MemberOf<decltype(Member)>::Type;
  using Value = typename Unwrap<Field>::type;
  const Row* row = static_cast<const Row*>(rows);
  Value* values = static_cast<Value*>(out.values);
  for (std::size_t i = 0; i < count; ++i) {
    if constexpr (Unwrap<Field>::nullable) {
      const Field& field = row[i].*Member;
      if (field.has_value()) {
        values[i] = *field;
      } else {
        out.validity[i / 64] &= ~(std::uint64_t{1} << (i % 64));
      }
    } else {
      values[i] = row[i].*Member;
    }
  }
}

}  // namespace column_detail

// Builds a ColumnSpec in a constant expression; every setter returns a copy.
template <auto Member>
struct Column : ColumnSpec {
  consteval Column(std::string_view column_name, std::string_view sentence)
      : ColumnSpec{.name = column_name,
                   .doc = sentence,
                   .type = column_detail::TypeOf<typename column_detail::Unwrap<
                       typename column_detail::MemberOf<decltype(Member)>::Type>::type>(),
                   .nullable = column_detail::Unwrap<
                       typename column_detail::MemberOf<decltype(Member)>::Type>::nullable,
                   .read = &column_detail::Read<Member>} {
    if (sentence.empty() || sentence.back() != '.') throw "a column's doc is a sentence";
  }
  consteval Column Key() const {
    Column c = *this;
    c.key = true;
    return c;
  }
  consteval Column NoDigest() const {
    Column c = *this;
    c.digest = false;
    return c;
  }
  consteval Column Hex(std::uint32_t chars) const {
    Column c = *this;
    c.form = TextForm::kHex;
    c.length = chars;
    return c;
  }
  consteval Column Form(TextForm f) const {
    Column c = *this;
    c.form = f;
    return c;
  }
  consteval Column OneOf(std::string_view values) const {
    Column c = *this;
    c.form = TextForm::kOneOf;
    c.one_of = values;
    return c;
  }
  consteval Column AtLeast(std::int64_t v) const {
    Column c = *this;
    c.min = v;
    return c;
  }
  consteval Column AtMost(std::int64_t v) const {
    Column c = *this;
    c.max = v;
    return c;
  }
  consteval Column Unit(std::string_view u) const {
    Column c = *this;
    c.unit = u;
    return c;
  }
  consteval Column Example(std::string_view e) const {
    Column c = *this;
    c.example = e;
    return c;
  }
};

}  // namespace lake
