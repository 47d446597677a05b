// The order of two rows by some of their members, the first that differs deciding; texts by their
// bytes: what a RowOrder's `precedes` is (row_order.h).
//
//   constexpr RowOrder kOrder{.columns = kPrimaryKey,
//                             .precedes = RowPrecedes<Row, &Row::key, &Row::ledger_sequence>};
#pragma once

#include <tuple>

namespace lake {

template <class Row, auto... Members>
bool RowPrecedes(const void* a, const void* b) {
  const auto key = [](const void* row) {
    return std::tie(static_cast<const Row*>(row)->*Members...);
  };
  return key(a) < key(b);
}

}  // namespace lake
