// A Parquet file that is written while its rows come, with bounded memory: a row group goes to the
// file as soon as it is full, however many batches it took to fill it.
//
// A thread of its own runs one COPY, which pulls rows as FillChunk reads them; `Write` hands them
// over and returns when they were read, so rows and their texts may be reused afterwards. The same
// rows give the same bytes, however they are cut into calls. One thread uses a stream; several
// streams of one database, opened with one thread at rest, encode beside each other. Errors name
// the table. After an error, and when a stream ends without Finish, what is left of the file is for
// the caller to remove.
//
//   TRY_ASSIGN(auto stream, ParquetStream::Open(database, {.spec = spec, .path = path, ...}));
//   for (...) TRY(stream->Write(pieces));
//   TRY_ASSIGN(std::uint64_t rows, stream->Finish());
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <thread>

#include "base/result.h"
#include "duckdb/database.h"
#include "duckdb/row_source.h"

namespace lake {

struct ParquetTarget {
  const TableSpec& spec;
  std::string path;     // of a file that is not there, in a folder that is
  std::string options;  // of COPY, beside the format: compression, row group size
  LabelColumn label{};
};

class ParquetStream {
 public:
  static Result<std::unique_ptr<ParquetStream>> Open(std::shared_ptr<Database> database,
                                                     ParquetTarget target);
  // Ends the thread; a file that was not finished is worth nothing.
  ~ParquetStream();

  Status Write(std::span<const RowPiece> rows);
  // Write in two parts, so that several streams work at once: Offer hands over, AwaitRead returns
  // when all of it was read. `rows` must not change in between.
  Status Offer(std::span<const RowPiece> rows);
  Status AwaitRead();
  // Writes the last row group and the footer; gives the number of rows of the file.
  Result<std::uint64_t> Finish();

 private:
  class FedRows;

  ParquetStream(std::shared_ptr<Database> database, ParquetTarget target);
  Status Copy();

  std::shared_ptr<Database> database_;
  const ParquetTarget target_;
  std::unique_ptr<FedRows> rows_;
  std::jthread thread_;
};

}  // namespace lake
