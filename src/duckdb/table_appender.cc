#include "duckdb/table_appender.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "base/check.h"
#include "base/utf8.h"
#include "duckdb/column_type.h"
#include "duckdb/error.h"

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

Result<TableAppender> TableAppender::Open(Connection& connection, const AppendedTable& table,
                                          std::vector<ColumnType> types) {
  duckdb_appender raw = nullptr;
  const duckdb_state state = duckdb_appender_create_ext(
      connection.raw(), table.catalog.c_str(), table.schema.c_str(), table.name.c_str(), &raw);
  TableAppender appender(raw, std::move(types));
  if (state != DuckDBSuccess) return appender.Failure();
  CHECK(duckdb_appender_column_count(raw) == appender.types_.size());
  appender.MakeChunk();
  return appender;
}

TableAppender::TableAppender(TableAppender&& other) noexcept
    : appender_(std::exchange(other.appender_, nullptr)),
      types_(std::move(other.types_)),
      chunk_(std::exchange(other.chunk_, nullptr)),
      values_(std::move(other.values_)),
      validity_(std::move(other.validity_)),
      rows_(other.rows_) {}

TableAppender::~TableAppender() {
  if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
  if (appender_ != nullptr) duckdb_appender_destroy(&appender_);
}

Error TableAppender::Failure() {
  const char* text = duckdb_appender_error(appender_);
  return DuckError(text == nullptr ? "rows cannot be appended" : text);
}

void TableAppender::MakeChunk() {
  std::vector<duckdb_logical_type> types;
  for (const ColumnType type : types_) {
    types.push_back(duckdb_create_logical_type(DuckType(type)));
  }
  chunk_ = duckdb_create_data_chunk(types.data(), types.size());
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  values_.resize(types_.size());
  validity_.resize(types_.size());
  FindVectors();
}

void TableAppender::FindVectors() {
  for (std::size_t i = 0; i < types_.size(); ++i) {
    const duckdb_vector vector = duckdb_data_chunk_get_vector(chunk_, i);
    values_[i] = duckdb_vector_get_data(vector);
    duckdb_vector_ensure_validity_writable(vector);
    validity_[i] = duckdb_vector_get_validity(vector);
  }
}

void TableAppender::SetNull(std::size_t column) {
  duckdb_validity_set_row_invalid(validity_[column], rows_);
}

Status TableAppender::SetInt(std::size_t column, std::int64_t value) {
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

Status TableAppender::SetText(std::size_t column, std::string_view text) {
  CHECK(types_[column] == ColumnType::kText);
  if (text.size() > std::numeric_limits<std::uint32_t>::max() || !IsUtf8(text)) {
    return {Code::kDataLoss, "a text is not UTF-8"};
  }
  duckdb_unsafe_vector_assign_string_element_len(duckdb_data_chunk_get_vector(chunk_, column),
                                                 rows_, text.data(), text.size());
  return {};
}

Status TableAppender::EndRow() {
  ++rows_;
  return rows_ == duckdb_vector_size() ? FlushChunk() : Status();
}

Status TableAppender::FlushChunk() {
  if (rows_ == 0) return {};
  duckdb_data_chunk_set_size(chunk_, rows_);
  if (duckdb_append_data_chunk(appender_, chunk_) != DuckDBSuccess) return Failure();
  duckdb_data_chunk_reset(chunk_);
  rows_ = 0;
  FindVectors();
  return {};
}

Status TableAppender::Close() {
  TRY(FlushChunk());
  if (duckdb_appender_close(appender_) != DuckDBSuccess) return Failure();
  return {};
}

}  // namespace lake
