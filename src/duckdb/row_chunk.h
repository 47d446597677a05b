// Rows, cell by cell, in a chunk of DuckDB's own memory whose columns are of the registry's types:
// for rows that come from elsewhere than a RowBuffer.
//
// Texts are copied. One thread at a time; needs no connection.
#pragma once

#include <duckdb.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "table/column.h"

namespace lake {

class RowChunk {
 public:
  explicit RowChunk(std::span<const ColumnType> types);
  RowChunk(RowChunk&& other) noexcept;
  RowChunk& operator=(RowChunk&&) = delete;
  ~RowChunk();

  // Cells of the row under way, for which there has to be room; every one is set once.
  void SetNull(std::size_t column);
  // Numbers, booleans, timestamps (microseconds); kDataLoss for what the column cannot hold.
  Status SetInt(std::size_t column, std::int64_t value);
  // kDataLoss for what is no UTF-8.
  Status SetText(std::size_t column, std::string_view text);
  void EndRow();

  std::size_t size() const { return rows_; }
  bool full() const { return rows_ == duckdb_vector_size(); }

  // Makes `output`, a chunk with columns of the same types, show these rows. Nothing is copied:
  // either may be destroyed first.
  void ShowIn(duckdb_data_chunk output) const;

 private:
  std::vector<ColumnType> types_;
  duckdb_data_chunk chunk_ = nullptr;
  std::vector<void*> values_;  // of the chunk's vectors
  std::vector<std::uint64_t*> validity_;
  std::size_t rows_ = 0;
};

}  // namespace lake
