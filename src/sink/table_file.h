// One table's rows as one file, written while they come and put in place whole: until Place the
// file has another name, and without it nothing is left. One thread.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "duckdb/database.h"
#include "duckdb/row_source.h"
#include "table/table_spec.h"

namespace lake {

enum class FileFormat : std::uint8_t { kParquet, kJsonl, kCsv };

class TableFile {
 public:
  virtual ~TableFile() = default;
  // In order; the labels of the pieces are the values of `_src`, when the file has that column. The
  // rows may still be read until AwaitRead returns, so that files are written beside each other.
  virtual Status Write(std::span<const RowPiece> rows) = 0;
  virtual Status AwaitRead() { return {}; }
  // The file is complete; then Place gives it its name.
  virtual Status Finish() = 0;
  virtual Status Place() = 0;
};

// <folder>/<table>.jsonl or .csv
Result<std::unique_ptr<TableFile>> OpenTextFile(const std::string& folder, const TableSpec& spec,
                                                FileFormat format, bool with_src);

// <folder>/<table>.parquet, encoded by a thread of its own; `database` rests with one thread.
Result<std::unique_ptr<TableFile>> OpenParquetFile(const std::string& folder, const TableSpec& spec,
                                                   bool with_src,
                                                   std::shared_ptr<Database> database);

}  // namespace lake
