// The rows of a statement, all of them, with typed access to cells.
//
// Statements say the types by casts (`count(*)::bigint`): a column of another type than the reader
// asks for is a mistake of ours. Texts and bytes are valid as long as the result. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

struct pg_result;

namespace lake {

class PgResult {
 public:
  explicit PgResult(pg_result* result) : result_(result) {}

  std::size_t size() const;  // rows
  std::size_t column_count() const;
  // Rows that an INSERT, UPDATE, DELETE or COPY changed.
  std::uint64_t rows_changed() const;
  std::string_view command() const;  // COMMIT, INSERT 0 5, ...

  bool IsNull(std::size_t column, std::size_t row) const;
  // smallint, integer, bigint, timestamps in microseconds since 1970; NULL reads as 0.
  std::int64_t Int(std::size_t column, std::size_t row) const;
  // boolean; NULL reads as false.
  bool Bool(std::size_t column, std::size_t row) const;
  // text, varchar, name, json; NULL reads as "".
  std::string_view Text(std::size_t column, std::size_t row) const;
  // bytea; NULL reads as nothing.
  Bytes Blob(std::size_t column, std::size_t row) const;

  // kInternal unless there is exactly one row.
  Status SingleRow() const;

 private:
  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::string_view Cell(std::size_t column, std::size_t row) const;

  std::unique_ptr<pg_result, Clear> result_;
};

}  // namespace lake
