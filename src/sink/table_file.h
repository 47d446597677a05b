// One table's rows as one file, written bit by bit and put in place whole: until Finish the file
// has another name, and without Finish nothing is left of it. One thread.
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
  // In order; the labels of the pieces are the values of `_src`, when the file has that column.
  virtual Status Write(std::span<const RowPiece> rows) = 0;
  virtual Status Finish() = 0;
};

// <folder>/<table>.jsonl or .csv
Result<std::unique_ptr<TableFile>> OpenTextFile(const std::string& folder, const TableSpec& spec,
                                                FileFormat format, bool with_src);

// <folder>/<table>.parquet; rows wait in a table of `connection`'s database until Finish.
Result<std::unique_ptr<TableFile>> OpenParquetFile(const std::string& folder, const TableSpec& spec,
                                                   bool with_src, Connection& connection);

}  // namespace lake
