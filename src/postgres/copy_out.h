// One COPY ... TO STDOUT in binary form, inside the connection's transaction, read row after row:
// the memory that it takes is that of one row.
//
// Ends its connection when it is destroyed before its last row, because there is no other way to
// leave a COPY at once. Types are not in the bytes, so the statement casts its columns to what is
// read. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "postgres/connection.h"

namespace lake {

class PgCopyOut {
 public:
  // `query` is a SELECT of that many columns.
  static Result<PgCopyOut> Start(PgConnection& connection, std::string_view query,
                                 std::size_t columns);
  PgCopyOut(PgCopyOut&& other) noexcept;
  PgCopyOut& operator=(PgCopyOut&&) = delete;
  ~PgCopyOut();

  // Moves to the next row; false behind the last one, when the server has said that all went well.
  // kDataLoss when its bytes are no rows of that many columns.
  Result<bool> Next();

  bool IsNull(std::size_t column) const { return cells_[column].null; }
  // boolean (0 or 1), smallint, integer, bigint; NULL reads as 0. kDataLoss for any other size.
  Result<std::int64_t> Int(std::size_t column) const;
  // timestamp or timestamptz, in microseconds since 1970.
  Result<std::int64_t> Instant(std::size_t column) const;
  // text; NULL reads as "". Valid until Next.
  std::string_view Text(std::size_t column) const { return cells_[column].bytes; }

 private:
  struct Cell {
    bool null = true;
    std::string_view bytes = {};
  };
  PgCopyOut(PgConnection& connection, std::size_t columns)
      : connection_(&connection), cells_(columns) {}
  // The next bytes of the server, "" at the end.
  Result<std::string_view> Receive();
  Status TakeHeader(std::string_view& bytes);
  Status TakeRow(std::string_view& bytes);
  void DropPiece();

  PgConnection* connection_;  // null: over
  char* piece_ = nullptr;     // libpq's
  std::string_view rest_;     // of the piece
  bool header_ = false;       // was taken
  bool trailer_ = false;
  std::vector<Cell> cells_;
};

}  // namespace lake
