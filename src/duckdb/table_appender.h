// Rows, cell by cell, into a table of DuckDB's own (not of a lake) whose columns are of the
// registry's types: for rows that come from elsewhere than a RowBuffer.
//
// Texts are copied. Rows are in the table for good after Close; an appender that is destroyed
// before leaves it as it was, or with a part of them. One thread; the connection outlives it.
#pragma once

#include <duckdb.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "table/column.h"

namespace lake {

struct AppendedTable {
  std::string catalog;  // "temp"
  std::string schema = "main";
  std::string name;
};

class TableAppender {
 public:
  // `types` are those of the table's columns, all of them.
  static Result<TableAppender> Open(Connection& connection, const AppendedTable& table,
                                    std::vector<ColumnType> types);
  TableAppender(TableAppender&& other) noexcept;
  TableAppender& operator=(TableAppender&&) = delete;
  ~TableAppender();

  // Cells of the row under way; every one is set once.
  void SetNull(std::size_t column);
  // Numbers, booleans, timestamps (microseconds); kDataLoss for what the column cannot hold.
  Status SetInt(std::size_t column, std::int64_t value);
  // kDataLoss for what is no UTF-8.
  Status SetText(std::size_t column, std::string_view text);

  Status EndRow();
  Status Close();

 private:
  TableAppender(duckdb_appender appender, std::vector<ColumnType> types)
      : appender_(appender), types_(std::move(types)) {}
  void MakeChunk();
  void FindVectors();
  Status FlushChunk();
  Error Failure();

  duckdb_appender appender_;
  std::vector<ColumnType> types_;
  duckdb_data_chunk chunk_ = nullptr;
  std::vector<void*> values_;  // of the chunk's vectors
  std::vector<std::uint64_t*> validity_;
  std::size_t rows_ = 0;  // in the chunk
};

}  // namespace lake
