// How a table declares a column: `Column<&Row::field>("name", "Doc sentence.")` per member of its
// Row struct; type and nullability come from the member's type. DDL, Arrow schema, COPY, the DuckDB
// writer, digests, default quality checks and the documentation are loops over the resulting
// ColumnSpecs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "table/column_spec.h"
#include "table/fitted.h"

namespace lake {

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
template <class T>
struct Unwrap<Fitted<T>> {
  using type = T;
  static constexpr bool nullable = true;
};
template <class T>
inline constexpr bool kIsFitted = std::is_same_v<T, Fitted<typename Unwrap<T>::type>>;
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

// A path of members: &Row::core, &Core::fee reads row.core.fee.
template <auto First, auto... Rest>
struct Path {
  using Row = typename MemberOf<decltype(First)>::Row;
  using Field = typename Path<Rest...>::Field;
};
template <auto Last>
struct Path<Last> {
  using Row = typename MemberOf<decltype(Last)>::Row;
  using Field = typename MemberOf<decltype(Last)>::Type;
};

// Row is a parameter of its own because GCC 12 gives a template external linkage when its only
// local arguments are member pointers: two tables' Row structs would then share one Read.
template <class Row, auto... Members>
void Read(const void* rows, std::size_t count, ColumnVector out) {
  using Field = typename Path<Members...>::Field;
  using Value = typename Unwrap<Field>::type;
  const Row* row = static_cast<const Row*>(rows);
  Value* values = static_cast<Value*>(out.values);
  for (std::size_t i = 0; i < count; ++i) {
    const Field& field = (row[i].*....*Members);
    if constexpr (Unwrap<Field>::nullable) {
      if (field.has_value()) {
        values[i] = *field;
      } else {
        out.validity[i / 64] &= ~(std::uint64_t{1} << (i % 64));
        if constexpr (kIsFitted<Field>) {
          if (field.too_large() && out.misfits != nullptr) ++*out.misfits;
        }
      }
    } else {
      values[i] = field;
    }
  }
}

}  // namespace column_detail

// Builds a ColumnSpec in a constant expression; every setter returns a copy. Wide rows are made of
// parts: Column<&Row::core, &TransactionCore::fee_charged> is a column of a part.
template <auto... Members>
struct Column : ColumnSpec {
  using Field = typename column_detail::Path<Members...>::Field;
  consteval Column(std::string_view column_name, std::string_view sentence)
      : ColumnSpec{
            .name = column_name,
            .doc = sentence,
            .type = column_detail::TypeOf<typename column_detail::Unwrap<Field>::type>(),
            .nullable = column_detail::Unwrap<Field>::nullable,
            .read = &column_detail::Read<typename column_detail::Path<Members...>::Row, Members...>,
            .fitted = column_detail::kIsFitted<Field>} {
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
  // For columns that a table gets later: 1, 2, ... (minor_version of table_spec.h).
  consteval Column Since(int minor_version) const {
    Column c = *this;
    c.since = minor_version;
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
