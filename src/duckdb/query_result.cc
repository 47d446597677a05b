#include "duckdb/query_result.h"

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

#include "duckdb/error.h"

namespace lake {
namespace {

std::runtime_error UnexpectedType(const std::string& column, duckdb_type type) {
  return std::runtime_error(
      fmt::format("column {} has a type that its reader does not know ({}): was its table altered?",
                  column, static_cast<int>(type)));
}

}  // namespace

QueryResult::QueryResult(QueryResult&& other) noexcept
    : result_(std::exchange(other.result_, {})),
      first_failure_(std::move(other.first_failure_)),
      chunk_(std::exchange(other.chunk_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

QueryResult& QueryResult::operator=(QueryResult&& other) noexcept {
  std::swap(result_, other.result_);
  std::swap(first_failure_, other.first_failure_);
  std::swap(chunk_, other.chunk_);
  std::swap(size_, other.size_);
  return *this;
}

QueryResult::~QueryResult() {
  DropChunk();
  duckdb_destroy_result(&result_);
}

void QueryResult::DropChunk() {
  if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
  chunk_ = nullptr;
  size_ = 0;
}

std::size_t QueryResult::column_count() { return duckdb_column_count(&result_); }

std::string QueryResult::column_name(std::size_t column) {
  const char* name = duckdb_column_name(&result_, column);
  return name == nullptr ? "" : name;
}

duckdb_type QueryResult::column_type(std::size_t column) {
  return duckdb_column_type(&result_, column);
}

duckdb_logical_type QueryResult::column_logical_type(std::size_t column) {
  return duckdb_column_logical_type(&result_, column);
}

std::uint64_t QueryResult::rows_changed() { return duckdb_rows_changed(&result_); }

Result<bool> QueryResult::Next() {
  DropChunk();
  while (true) {
    chunk_ = duckdb_fetch_chunk(result_);
    if (chunk_ == nullptr) {
      const char* text = duckdb_result_error(&result_);
      if (text != nullptr && *text != '\0') return first_failure_->Note(DuckError(result_));
      return false;
    }
    size_ = duckdb_data_chunk_get_size(chunk_);
    if (size_ > 0) return true;
    DropChunk();
  }
}

Status QueryResult::NextSingleRow() {
  TRY_ASSIGN(const bool more, Next());
  if (!more || size_ != 1) {
    return {Code::kInternal, fmt::format("a statement gave {} rows instead of one", size_)};
  }
  return {};
}

duckdb_vector QueryResult::vector(std::size_t column) const {
  return duckdb_data_chunk_get_vector(chunk_, column);
}

const void* QueryResult::values(std::size_t column) const {
  return duckdb_vector_get_data(vector(column));
}

const std::uint64_t* QueryResult::validity(std::size_t column) const {
  return duckdb_vector_get_validity(vector(column));
}

bool QueryResult::IsNull(std::size_t column, std::size_t row) const {
  CHECK(row < size_);
  const std::uint64_t* mask = validity(column);
  return mask != nullptr && (mask[row / 64] >> (row % 64) & 1) == 0;
}

std::int64_t QueryResult::Int(std::size_t column, std::size_t row) {
  if (IsNull(column, row)) return 0;
  const void* data = values(column);
  const auto at = [&]<class T>(T) {
    return static_cast<std::int64_t>(static_cast<const T*>(data)[row]);
  };
  switch (column_type(column)) {
    case DUCKDB_TYPE_BOOLEAN:
      return at(bool{});
    case DUCKDB_TYPE_TINYINT:
      return at(std::int8_t{});
    case DUCKDB_TYPE_SMALLINT:
      return at(std::int16_t{});
    case DUCKDB_TYPE_INTEGER:
      return at(std::int32_t{});
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return at(std::int64_t{});
    case DUCKDB_TYPE_UTINYINT:
      return at(std::uint8_t{});
    case DUCKDB_TYPE_USMALLINT:
      return at(std::uint16_t{});
    case DUCKDB_TYPE_UINTEGER:
      return at(std::uint32_t{});
    case DUCKDB_TYPE_UBIGINT:
      return at(std::uint64_t{});
    case DUCKDB_TYPE_HUGEINT:  // sums; ours fit 63 bits
      return static_cast<std::int64_t>(static_cast<const duckdb_hugeint*>(data)[row].lower);
    default:
      throw UnexpectedType(column_name(column), column_type(column));
  }
}

std::string_view QueryResult::Text(std::size_t column, std::size_t row) {
  if (IsNull(column, row)) return {};
  const duckdb_type type = column_type(column);
  if (type != DUCKDB_TYPE_VARCHAR && type != DUCKDB_TYPE_BLOB) {
    throw UnexpectedType(column_name(column), type);
  }
  return TextOf(static_cast<const duckdb_string_t*>(values(column))[row]);
}

}  // namespace lake
