// The rows of a statement, chunk by chunk, with typed access to cells.
//
// Usage: while (true) { TRY_ASSIGN(const bool more, result.Next()); if (!more) break; … Int(0, row)
// … }. One thread. Texts and spans are valid until the next Next. A column of another type than the
// reader asks for is somebody's change to a table: Int and Text throw std::runtime_error then,
// which the thread's end turns into an error (base/thread.h).
#pragma once

#include <duckdb.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "duckdb/first_failure.h"

namespace lake {

class QueryResult {
 public:
  // Takes over `result`, which holds no error.
  QueryResult(duckdb_result result, std::shared_ptr<FirstFailure> first_failure)
      : result_(result), first_failure_(std::move(first_failure)) {}
  QueryResult(QueryResult&& other) noexcept;
  QueryResult& operator=(QueryResult&& other) noexcept;
  ~QueryResult();

  std::size_t column_count();
  std::string column_name(std::size_t column);
  duckdb_type column_type(std::size_t column);
  // With what a plain type does not say (scale, fields); the caller destroys it.
  duckdb_logical_type column_logical_type(std::size_t column);
  // Whether it is the answer to a question, rather than a count of changes or nothing.
  bool has_rows() const {
    return duckdb_result_return_type(result_) == DUCKDB_RESULT_TYPE_QUERY_RESULT;
  }
  // Rows an INSERT, UPDATE or DELETE changed.
  std::uint64_t rows_changed();

  // Moves to the next chunk; false at the end.
  Result<bool> Next();
  // Moves to the first row of a statement that should return exactly one; kInternal otherwise.
  Status NextSingleRow();

  std::size_t size() const { return size_; }  // rows of the chunk
  bool IsNull(std::size_t column, std::size_t row) const;
  // BOOLEAN, any integer, TIMESTAMP (microseconds); NULL reads as 0.
  std::int64_t Int(std::size_t column, std::size_t row);
  bool Bool(std::size_t column, std::size_t row) { return Int(column, row) != 0; }
  // VARCHAR or BLOB; NULL reads as "".
  std::string_view Text(std::size_t column, std::size_t row);

  // The chunk's vector itself: values (strings as duckdb_string_t) and validity (null: all valid).
  const void* values(std::size_t column) const;
  const std::uint64_t* validity(std::size_t column) const;
  duckdb_vector vector(std::size_t column) const;

 private:
  void DropChunk();

  duckdb_result result_;
  std::shared_ptr<FirstFailure> first_failure_;  // of the connection
  duckdb_data_chunk chunk_ = nullptr;
  std::size_t size_ = 0;
};

// Calls visit(row) for every row that is left; the result's cells are then those of the row's
// chunk. Stops at the first error of either.
template <class Visit>
Status ForEachRow(QueryResult& result, Visit visit) {
  while (true) {
    TRY_ASSIGN(const bool more, result.Next());
    if (!more) return {};
    for (std::size_t row = 0; row < result.size(); ++row) TRY(visit(row));
  }
}

inline std::string_view TextOf(const duckdb_string_t& text) {
  const std::uint32_t length = text.value.inlined.length;
  constexpr std::uint32_t kInlined = sizeof text.value.inlined.inlined;
  return {length <= kInlined ? text.value.inlined.inlined : text.value.pointer.ptr, length};
}

}  // namespace lake
