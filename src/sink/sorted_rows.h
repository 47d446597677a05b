// Rows of an ordered table (table/row_order.h) that wait until their file can be written: kept with
// their texts, then given out sorted, piece by piece.
//
// Bounded by who fills it (kSortedRowsMax). One thread at a time.
#pragma once

#include <cstddef>
#include <functional>

#include "base/arena.h"
#include "base/result.h"
#include "table/row_buffer.h"
#include "table/table_spec.h"

namespace lake {

// Rows of one file as ingest writes it; more begin another one.
inline constexpr std::size_t kSortedRowsMax = std::size_t{1} << 20;

class SortedRows {
 public:
  // `spec` has an order and outlives the rows.
  explicit SortedRows(const TableSpec& spec) : spec_(spec), rows_(spec.row_size) {}

  // Takes copies of the rows and of their texts.
  void Add(const RowBuffer& rows);
  std::size_t size() const { return rows_.size(); }

  // All rows in their order, a row group at a time; `take` is done with a piece when it returns.
  Status ForEachPiece(const std::function<Status(const RowBuffer& piece)>& take) const;

 private:
  const TableSpec& spec_;
  RowBuffer rows_;
  Arena texts_;
};

}  // namespace lake
