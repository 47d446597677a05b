// A Parquet file that is written while its rows come, with the memory of a row group's compressed
// pages.
//
// Columns stand in parts of a few each, and parts are encoded side by side: every part gets the
// same rows in the same order, and then WriteGroups takes the row groups that are whole. The same
// rows give the same bytes, however they are cut into calls and whoever makes them. After an error,
// and without Finish, what is left of the file is for the caller to remove.
//
//   TRY_ASSIGN(auto file, ParquetFile::Create(path, spec));
//   for (...) {
//     for (std::size_t i = 0; i < file->parts(); ++i) TRY(file->Encode(i, rows, codec));
//     TRY(file->WriteGroups());
//   }
//   TRY(file->Finish(codec));
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "parquet/column_chunk.h"
#include "parquet/page_codec.h"
#include "table/row_buffer.h"
#include "table/table_spec.h"

namespace lake {

class ParquetFile {
 public:
  // `path` is of a file that is not there, in a folder that is. `spec` outlives the file.
  static Result<std::unique_ptr<ParquetFile>> Create(const std::string& path,
                                                     const TableSpec& spec);
  ~ParquetFile();

  std::size_t parts() const { return parts_.size(); }
  // Different parts from different threads, one at a time each. Rows and their texts are done with
  // when it returns. kInternal for a text that is not UTF-8, with the column.
  Status Encode(std::size_t part, std::span<const RowBuffer* const> rows, PageCodec& codec);
  // No part is under way.
  Status WriteGroups();
  // Writes the last row group and the footer.
  Status Finish(PageCodec& codec);

  // What a part has come to so far, whether it is in the file or not: how heavy it is.
  std::uint64_t part_bytes(std::size_t part) const;
  // As far as it is written.
  std::uint64_t rows() const { return rows_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  struct Part;

  ParquetFile(std::string path, const TableSpec& spec);
  Status Write(Bytes bytes);
  Status WriteGroup();

  const std::string path_;
  const TableSpec& spec_;
  UniqueFd fd_;
  std::vector<std::unique_ptr<Part>> parts_;
  std::vector<RowGroup> groups_;
  std::uint64_t rows_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace lake
