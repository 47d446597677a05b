// Rows of a table as Arrow arrays, from its declaration: text is utf8, a timestamp is
// timestamp[us, UTC], the other types keep their width. Rows of several ledgers are appended, then
// taken as one array a column.
//
//   TableArrays arrays(spec.columns);
//   TRY(arrays.Append(rows, 0, rows.size()));
//   TRY_ASSIGN(auto columns, arrays.Finish());
//
// Values are copied. Not thread-safe.
#pragma once

#include <arrow/type_fwd.h>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "table/column_spec.h"
#include "table/row_buffer.h"

namespace lake {

arrow::FieldVector ArrowFields(std::span<const ColumnSpec> columns);

class TableArrays {
 public:
  // `columns` outlives it.
  explicit TableArrays(std::span<const ColumnSpec> columns);
  ~TableArrays();

  // Rows [first, first + count). kResourceExhausted when an array cannot hold more.
  Status Append(const RowBuffer& rows, std::size_t first, std::size_t count);
  std::size_t rows() const { return rows_; }
  // Of the texts that were appended.
  std::size_t text_bytes() const { return text_bytes_; }
  // What was appended since the last Finish.
  Result<arrow::ArrayVector> Finish();

 private:
  struct GrowingColumn;

  std::vector<GrowingColumn> columns_;
  std::size_t rows_ = 0;
  std::size_t text_bytes_ = 0;
};

}  // namespace lake
