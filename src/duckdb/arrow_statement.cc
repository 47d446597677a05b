#include "duckdb/arrow_statement.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "duckdb/error.h"

namespace lake {
namespace {

Status TakeError(duckdb_error_data data) {
  if (data == nullptr) return {};
  Status status;
  if (duckdb_error_data_has_error(data)) {
    status = DuckError(duckdb_error_data_message(data), duckdb_error_data_error_type(data));
  }
  duckdb_destroy_error_data(&data);
  return status;
}

// Names with types, on their way to Arrow.
class Columns {
 public:
  Columns() = default;
  Columns(const Columns&) = delete;
  Columns& operator=(const Columns&) = delete;
  ~Columns() {
    for (duckdb_logical_type& type : types_) duckdb_destroy_logical_type(&type);
  }

  void Add(const char* name, duckdb_logical_type type) {
    const duckdb_type id = type == nullptr ? DUCKDB_TYPE_INVALID : duckdb_get_type_id(type);
    if (id == DUCKDB_TYPE_INVALID || id == DUCKDB_TYPE_ANY) {
      duckdb_destroy_logical_type(&type);
      type = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
    }
    names_.emplace_back(name == nullptr ? "" : name);
    types_.push_back(type);
  }
  void AddOwned(const char* name, duckdb_logical_type type) {
    Add(name, type);
    duckdb_free(const_cast<char*>(name));
  }

  Status ToArrow(duckdb_arrow_options options, ArrowSchema* out) {
    std::vector<const char*> names;
    for (const std::string& name : names_) names.push_back(name.c_str());
    return TakeError(
        duckdb_to_arrow_schema(options, types_.data(), names.data(), names.size(), out));
  }

 private:
  std::vector<std::string> names_;
  std::vector<duckdb_logical_type> types_;
};

// The statements of a text, before they are prepared.
class Extracted {
 public:
  Extracted(duckdb_connection connection, const std::string& sql)
      : connection_(connection),
        count_(duckdb_extract_statements(connection, sql.c_str(), &statements_)) {}
  Extracted(const Extracted&) = delete;
  Extracted& operator=(const Extracted&) = delete;
  ~Extracted() { duckdb_destroy_extracted(&statements_); }

  Status error() const {
    if (count_ > 0) return {};
    const char* text = duckdb_extract_statements_error(statements_);
    return DuckError(text == nullptr ? "Parser Error: there is no statement" : text);
  }
  idx_t count() const { return count_; }

  Status Prepare(idx_t at, duckdb_prepared_statement* out) const {
    if (duckdb_prepare_extracted_statement(connection_, statements_, at, out) == DuckDBSuccess) {
      return {};
    }
    const char* text = duckdb_prepare_error(*out);
    return DuckError(text == nullptr ? "a statement cannot be prepared" : text);
  }

 private:
  duckdb_connection connection_;
  duckdb_extracted_statements statements_ = nullptr;
  idx_t count_;
};

Status RunAtOnce(duckdb_prepared_statement statement) {
  duckdb_result result;
  Status status;
  if (duckdb_execute_prepared(statement, &result) != DuckDBSuccess) status = DuckError(result);
  duckdb_destroy_result(&result);
  return status;
}

}  // namespace

Result<ArrowStatement> ArrowStatement::Prepare(Connection& connection, const std::string& sql) {
  ArrowStatement statement;
  duckdb_connection_get_arrow_options(connection.raw(), &statement.options_);
  const Extracted statements(connection.raw(), sql);
  TRY(statements.error());
  for (idx_t i = 0; i < statements.count(); ++i) {
    duckdb_destroy_prepare(&statement.statement_);
    TRY(statements.Prepare(i, &statement.statement_));
    if (i + 1 < statements.count()) TRY(RunAtOnce(statement.statement_));
  }
  return statement;
}

ArrowStatement::ArrowStatement(ArrowStatement&& other) noexcept
    : options_(std::exchange(other.options_, nullptr)),
      statement_(std::exchange(other.statement_, nullptr)),
      result_(std::exchange(other.result_, {})),
      started_(std::exchange(other.started_, false)),
      bad_parameter_(other.bad_parameter_) {}

ArrowStatement::~ArrowStatement() {
  DropResult();
  duckdb_destroy_prepare(&statement_);
  duckdb_destroy_arrow_options(&options_);
}

void ArrowStatement::DropResult() {
  if (std::exchange(started_, false)) duckdb_destroy_result(&result_);
}

Status ArrowStatement::Schema(ArrowSchema* out) const {
  Columns columns;
  const idx_t count = duckdb_prepared_statement_column_count(statement_);
  for (idx_t i = 0; i < count; ++i) {
    columns.AddOwned(duckdb_prepared_statement_column_name(statement_, i),
                     duckdb_prepared_statement_column_logical_type(statement_, i));
  }
  return columns.ToArrow(options_, out);
}

Status ArrowStatement::Parameters(ArrowSchema* out) const {
  Columns columns;
  for (idx_t i = 1; i <= parameter_count(); ++i) {
    columns.AddOwned(duckdb_parameter_name(statement_, i),
                     duckdb_param_logical_type(statement_, i));
  }
  return columns.ToArrow(options_, out);
}

ArrowStatement& ArrowStatement::Note(duckdb_state state, std::uint64_t parameter) {
  if (state != DuckDBSuccess && bad_parameter_ == 0) bad_parameter_ = parameter;
  return *this;
}

ArrowStatement& ArrowStatement::Bind(std::uint64_t parameter, std::int64_t value) {
  return Note(duckdb_bind_int64(statement_, parameter, value), parameter);
}

ArrowStatement& ArrowStatement::Bind(std::uint64_t parameter, std::string_view value) {
  return Note(duckdb_bind_varchar_length(statement_, parameter, value.data(), value.size()),
              parameter);
}

ArrowStatement& ArrowStatement::Bind(std::uint64_t parameter, Timestamp value) {
  return Note(duckdb_bind_timestamp(statement_, parameter, {.micros = value.micros}), parameter);
}

ArrowStatement& ArrowStatement::BindNull(std::uint64_t parameter) {
  return Note(duckdb_bind_null(statement_, parameter), parameter);
}

ArrowStatement& ArrowStatement::BindBool(std::uint64_t parameter, bool value) {
  return Note(duckdb_bind_boolean(statement_, parameter, value), parameter);
}

ArrowStatement& ArrowStatement::BindUnsigned(std::uint64_t parameter, std::uint64_t value) {
  return Note(duckdb_bind_uint64(statement_, parameter, value), parameter);
}

ArrowStatement& ArrowStatement::BindDouble(std::uint64_t parameter, double value) {
  return Note(duckdb_bind_double(statement_, parameter, value), parameter);
}

ArrowStatement& ArrowStatement::BindBlob(std::uint64_t parameter, std::string_view bytes) {
  return Note(duckdb_bind_blob(statement_, parameter, bytes.data(), bytes.size()), parameter);
}

ArrowStatement& ArrowStatement::BindDate(std::uint64_t parameter, std::int32_t days) {
  return Note(duckdb_bind_date(statement_, parameter, {.days = days}), parameter);
}

ArrowStatement& ArrowStatement::BindTime(std::uint64_t parameter, std::int64_t micros) {
  return Note(duckdb_bind_time(statement_, parameter, {.micros = micros}), parameter);
}

ArrowStatement& ArrowStatement::BindZoned(std::uint64_t parameter, Timestamp value) {
  return Note(duckdb_bind_timestamp_tz(statement_, parameter, {.micros = value.micros}), parameter);
}

ArrowStatement& ArrowStatement::BindDecimal(std::uint64_t parameter, const Decimal& value) {
  const duckdb_decimal decimal{.width = value.width,
                               .scale = value.scale,
                               .value = {.lower = value.low, .upper = value.high}};
  return Note(duckdb_bind_decimal(statement_, parameter, decimal), parameter);
}

Status ArrowStatement::Start() {
  if (const std::uint64_t bad = std::exchange(bad_parameter_, 0); bad != 0) {
    return {Code::kInvalidArgument, fmt::format("parameter {} cannot be bound", bad)};
  }
  DropResult();
  started_ = true;
  const duckdb_state state = duckdb_execute_prepared_streaming(statement_, &result_);
  return state == DuckDBSuccess ? Status() : DuckError(result_);
}

Status ArrowStatement::RowSchema(ArrowSchema* out) {
  Columns columns;
  const idx_t count = duckdb_column_count(&result_);
  for (idx_t i = 0; i < count; ++i) {
    columns.Add(duckdb_column_name(&result_, i), duckdb_column_logical_type(&result_, i));
  }
  return columns.ToArrow(options_, out);
}

Result<bool> ArrowStatement::Next(ArrowArray* out) {
  for (;;) {
    duckdb_data_chunk chunk = duckdb_fetch_chunk(result_);
    if (chunk == nullptr) {
      const char* text = duckdb_result_error(&result_);
      if (text != nullptr && *text != '\0') return DuckError(result_);
      return false;
    }
    const bool rows = duckdb_data_chunk_get_size(chunk) > 0;
    const Status made =
        rows ? TakeError(duckdb_data_chunk_to_arrow(options_, chunk, out)) : Status();
    duckdb_destroy_data_chunk(&chunk);
    TRY(made);
    if (rows) return true;
  }
}

}  // namespace lake
