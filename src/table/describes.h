// Compile-time proof that a table's columns are its Row: every field a column, unique names, a key.
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include "table/column.h"
#include "table/table_spec.h"

namespace lake {

namespace describes_detail {

// Converts to anything but Row itself, so that Row{Any, Any, ...} compiles for as many as it has
// fields.
template <class Row>
struct Any {
  std::size_t index;
  template <class T>
  requires(!std::is_same_v<T, Row>) operator T&() const&;
  template <class T>
  requires(!std::is_same_v<T, Row>) operator T&&() const&&;
};

template <class Row, std::size_t... I>
consteval bool Takes(std::index_sequence<I...>) {
  return requires { Row{Any<Row>{I}...}; };
}

template <class Row, std::size_t N = 0>
consteval std::size_t FieldCount() {
  if constexpr (Takes<Row>(std::make_index_sequence<N + 1>{})) {
    return FieldCount<Row, N + 1>();
  } else {
    return N;
  }
}

}  // namespace describes_detail

// The columns of a table, in their order.
template <class... Columns>
consteval std::array<ColumnSpec, sizeof...(Columns)> ColumnsOf(Columns... columns) {
  return {static_cast<const ColumnSpec&>(columns)...};
}

// Several lists of columns as one.
template <std::size_t... N>
consteval auto JoinColumns(const std::array<ColumnSpec, N>&... lists) {
  std::array<ColumnSpec, (N + ...)> joined{};
  std::size_t at = 0;
  const auto append = [&](const auto& list) {
    for (const ColumnSpec& column : list) joined[at++] = column;
  };
  (append(lists), ...);
  return joined;
}

// `Parts` are the member structs of Row whose fields are columns.
template <class Row, class... Parts>
consteval bool Describes(const TableSpec& spec) {
  using describes_detail::FieldCount;
  if (spec.row_size != sizeof(Row)) throw "row_size is not that of Row";
  const std::size_t fields =
      FieldCount<Row>() - sizeof...(Parts) + (FieldCount<Parts>() + ... + std::size_t{0});
  if (spec.columns.size() != fields) throw "a field without a column";
  bool key = false;
  int since = 0;
  for (std::size_t i = 0; i < spec.columns.size(); ++i) {
    key = key || spec.columns[i].key;
    if (spec.columns[i].since < since) throw "a column that came later stands before others";
    since = spec.columns[i].since;
    if (since > 0 && !spec.columns[i].nullable) throw "a column that came later may be NULL";
    for (std::size_t j = 0; j < i; ++j) {
      if (spec.columns[i].name == spec.columns[j].name) throw "two columns of one name";
#if !defined(__SANITIZE_ADDRESS__)  // with UBSan GCC cannot compare function pointers in constants
      if (spec.columns[i].read == spec.columns[j].read) throw "two columns of one field";
#endif
    }
  }
  if (!key) throw "a table needs a natural key";
  if (spec.doc.empty() || spec.doc.back() != '.') throw "a table's doc is a sentence";
  return true;
}

}  // namespace lake
