#include "duckdb/row_chunk.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "base/check.h"
#include "base/utf8.h"
#include "duckdb/column_type.h"

namespace lake {
namespace {

template <class Number>
Status Put(void* values, std::size_t row, std::int64_t value) {
  if (!std::in_range<Number>(value)) {
    return {Code::kDataLoss, fmt::format("{} does not fit its column", value)};
  }
  static_cast<Number*>(values)[row] = static_cast<Number>(value);
  return {};
}

}  // namespace

RowChunk::RowChunk(std::span<const ColumnType> types) : types_(types.begin(), types.end()) {
  std::vector<duckdb_logical_type> logical;
  for (const ColumnType type : types_) {
    logical.push_back(duckdb_create_logical_type(DuckType(type)));
  }
  chunk_ = duckdb_create_data_chunk(logical.data(), logical.size());
  for (duckdb_logical_type& type : logical) duckdb_destroy_logical_type(&type);
  CHECK(chunk_ != nullptr);
  for (std::size_t i = 0; i < types_.size(); ++i) {
    const duckdb_vector vector = duckdb_data_chunk_get_vector(chunk_, i);
    values_.push_back(duckdb_vector_get_data(vector));
    duckdb_vector_ensure_validity_writable(vector);
    validity_.push_back(duckdb_vector_get_validity(vector));
  }
}

RowChunk::RowChunk(RowChunk&& other) noexcept
    : types_(std::move(other.types_)),
      chunk_(std::exchange(other.chunk_, nullptr)),
      values_(std::move(other.values_)),
      validity_(std::move(other.validity_)),
      rows_(other.rows_) {}

RowChunk::~RowChunk() {
  if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
}

void RowChunk::SetNull(std::size_t column) {
  duckdb_validity_set_row_invalid(validity_[column], rows_);
}

Status RowChunk::SetInt(std::size_t column, std::int64_t value) {
  void* const values = values_[column];
  switch (types_[column]) {
    case ColumnType::kBool:
      static_cast<bool*>(values)[rows_] = value != 0;
      return {};
    case ColumnType::kInt32:
      return Put<std::int32_t>(values, rows_, value);
    case ColumnType::kUint32:
      return Put<std::uint32_t>(values, rows_, value);
    case ColumnType::kInt64:
    case ColumnType::kTimestamp:
      return Put<std::int64_t>(values, rows_, value);
    case ColumnType::kText:
      break;
  }
  CHECK(false);
}

Status RowChunk::SetText(std::size_t column, std::string_view text) {
  CHECK(types_[column] == ColumnType::kText);
  if (text.size() > std::numeric_limits<std::uint32_t>::max() || !IsUtf8(text)) {
    return {Code::kDataLoss, "a text is not UTF-8"};
  }
  duckdb_unsafe_vector_assign_string_element_len(duckdb_data_chunk_get_vector(chunk_, column),
                                                 rows_, text.data(), text.size());
  return {};
}

void RowChunk::EndRow() {
  CHECK(!full());
  ++rows_;
}

void RowChunk::ShowIn(duckdb_data_chunk output) const {
  for (std::size_t i = 0; i < types_.size(); ++i) {
    duckdb_vector_reference_vector(duckdb_data_chunk_get_vector(output, i),
                                   duckdb_data_chunk_get_vector(chunk_, i));
  }
  duckdb_data_chunk_set_size(output, rows_);
}

}  // namespace lake
