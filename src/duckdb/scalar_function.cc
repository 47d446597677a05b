#include "duckdb/scalar_function.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/check.h"
#include "base/thread.h"
#include "base/utf8.h"
#include "duckdb/logical_type.h"

namespace lake {
namespace {

duckdb_type TypeOf(SqlType type) {
  switch (type) {
    case SqlType::kBool:
      return DUCKDB_TYPE_BOOLEAN;
    case SqlType::kInt32:
      return DUCKDB_TYPE_INTEGER;
    case SqlType::kInt64:
      return DUCKDB_TYPE_BIGINT;
    case SqlType::kText:
      return DUCKDB_TYPE_VARCHAR;
  }
  return DUCKDB_TYPE_INVALID;
}

bool IsStruct(const ScalarFunction& function) { return !function.result.front().name.empty(); }

// Nothing when the row is NULL.
bool IsNull(duckdb_vector vector, idx_t row) {
  std::uint64_t* const validity = duckdb_vector_get_validity(vector);
  return validity != nullptr && !duckdb_validity_row_is_valid(validity, row);
}

SqlValue ReadValue(duckdb_vector vector, SqlType type, idx_t row) {
  void* const data = duckdb_vector_get_data(vector);
  switch (type) {
    case SqlType::kBool:
      return static_cast<bool*>(data)[row];
    case SqlType::kInt32:
      return std::int64_t{static_cast<std::int32_t*>(data)[row]};
    case SqlType::kInt64:
      return static_cast<std::int64_t*>(data)[row];
    case SqlType::kText: {
      auto& text = static_cast<duckdb_string_t*>(data)[row];
      return std::string_view(duckdb_string_t_data(&text), duckdb_string_t_length(text));
    }
  }
  return {};
}

void SetNull(duckdb_vector vector, idx_t row) {
  duckdb_vector_ensure_validity_writable(vector);
  duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), row);
}

Status WriteValue(duckdb_vector vector, const SqlField& field, idx_t row, const SqlValue& value) {
  if (std::holds_alternative<std::monostate>(value)) {
    SetNull(vector, row);
    return {};
  }
  void* const data = duckdb_vector_get_data(vector);
  switch (field.type) {
    case SqlType::kBool:
      static_cast<bool*>(data)[row] = std::get<bool>(value);
      return {};
    case SqlType::kInt32:
      static_cast<std::int32_t*>(data)[row] =
          static_cast<std::int32_t>(std::get<std::int64_t>(value));
      return {};
    case SqlType::kInt64:
      static_cast<std::int64_t*>(data)[row] = std::get<std::int64_t>(value);
      return {};
    case SqlType::kText: {
      const std::string_view text = std::get<std::string_view>(value);
      if (!IsUtf8(text)) return {Code::kInternal, fmt::format("{} is not UTF-8", field.name)};
      duckdb_unsafe_vector_assign_string_element_len(vector, row, text.data(), text.size());
      return {};
    }
  }
  return {};
}

// The rows of one chunk of arguments, one after the other.
class ChunkCall {
 public:
  ChunkCall(const ScalarFunction& function, duckdb_data_chunk input, duckdb_vector output)
      : function_(function),
        input_(input),
        output_(output),
        values_(function.list ? duckdb_list_vector_get_child(output) : output) {}

  Status Run() {
    const idx_t rows = duckdb_data_chunk_get_size(input_);
    for (idx_t row = 0; row < rows; ++row) TRY(RunRow(row));
    return {};
  }

 private:
  Status RunRow(idx_t row) {
    result_.clear();
    const bool told = ReadArguments(row);
    if (told) TRY(function_.evaluate({arguments_, arena_, result_}));
    const std::size_t fields = function_.result.size();
    CHECK(result_.size() % fields == 0 && (function_.list || result_.size() <= fields));
    if (!function_.list) {
      if (result_.empty()) SetNullRow(row);
      return result_.empty() ? Status() : WriteFields(row, result_);
    }
    if (!told) SetNull(output_, row);
    return WriteList(row, result_.size() / fields);
  }

  bool ReadArguments(idx_t row) {
    arguments_.clear();
    for (std::size_t i = 0; i < function_.arguments.size(); ++i) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(input_, i);
      if (IsNull(vector, row)) return false;
      arguments_.push_back(ReadValue(vector, function_.arguments[i], row));
    }
    return true;
  }

  // A NULL STRUCT has NULL in all its parts.
  void SetNullRow(idx_t row) {
    SetNull(output_, row);
    if (!IsStruct(function_)) return;
    for (std::size_t i = 0; i < function_.result.size(); ++i) {
      SetNull(duckdb_struct_vector_get_child(output_, i), row);
    }
  }

  Status WriteFields(idx_t row, std::span<const SqlValue> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      duckdb_vector vector =
          IsStruct(function_) ? duckdb_struct_vector_get_child(values_, i) : values_;
      TRY(WriteValue(vector, function_.result[i], row, values[i]));
    }
    return {};
  }

  Status WriteList(idx_t row, std::size_t count) {
    const idx_t first = duckdb_list_vector_get_size(output_);
    if (duckdb_list_vector_reserve(output_, first + count) != DuckDBSuccess ||
        duckdb_list_vector_set_size(output_, first + count) != DuckDBSuccess) {
      return {Code::kInternal, "DuckDB does not take the list"};
    }
    static_cast<duckdb_list_entry*>(duckdb_vector_get_data(output_))[row] = {first, count};
    const std::size_t fields = function_.result.size();
    for (std::size_t i = 0; i < count; ++i) {
      TRY(WriteFields(first + i, std::span(result_).subspan(i * fields, fields)));
    }
    return {};
  }

  const ScalarFunction& function_;
  duckdb_data_chunk input_;
  duckdb_vector output_;
  duckdb_vector values_;  // where fields go: of a list its elements
  Arena arena_;
  std::vector<SqlValue> arguments_;
  std::vector<SqlValue> result_;
};

// Called by DuckDB through frames that are declared as C: no exception leaves it.
void Evaluate(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& function =
      *static_cast<const ScalarFunction*>(duckdb_scalar_function_get_extra_info(info));
  const Status status = CatchExceptions(function.name.c_str(), [&] {
    return ChunkCall(function, input, output).Run().Context(function.name);
  });
  if (!status.ok()) duckdb_scalar_function_set_error(info, status.error().message.c_str());
}

// The type of a result, made of those of its fields.
class ResultType {
 public:
  explicit ResultType(const ScalarFunction& function) {
    std::vector<std::unique_ptr<LogicalType>> types;
    std::vector<duckdb_logical_type> members;
    std::vector<const char*> names;
    for (const SqlField& field : function.result) {
      types.push_back(std::make_unique<LogicalType>(TypeOf(field.type)));
      members.push_back(types.back()->get());
      names.push_back(field.name.c_str());
    }
    element_ = IsStruct(function)
                   ? duckdb_create_struct_type(members.data(), names.data(), members.size())
                   : duckdb_create_logical_type(TypeOf(function.result.front().type));
    if (function.list) list_ = duckdb_create_list_type(element_);
  }
  ~ResultType() {
    duckdb_destroy_logical_type(&list_);
    duckdb_destroy_logical_type(&element_);
  }
  ResultType(const ResultType&) = delete;
  ResultType& operator=(const ResultType&) = delete;
  duckdb_logical_type get() const { return list_ != nullptr ? list_ : element_; }

 private:
  duckdb_logical_type element_ = nullptr;
  duckdb_logical_type list_ = nullptr;
};

}  // namespace

Status RegisterScalar(Connection& connection, ScalarFunction function) {
  CHECK(!function.result.empty() && function.evaluate != nullptr);
  duckdb_scalar_function made = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(made, function.name.c_str());
  for (const SqlType type : function.arguments) {
    duckdb_scalar_function_add_parameter(made, LogicalType(TypeOf(type)).get());
  }
  duckdb_scalar_function_set_return_type(made, ResultType(function).get());
  duckdb_scalar_function_set_function(made, &Evaluate);
  const std::string name = function.name;
  duckdb_scalar_function_set_extra_info(
      made, std::make_unique<ScalarFunction>(std::move(function)).release(),
      [](void* kept) { delete static_cast<ScalarFunction*>(kept); });
  const duckdb_state state = duckdb_register_scalar_function(connection.raw(), made);
  duckdb_destroy_scalar_function(&made);
  if (state == DuckDBSuccess) return {};
  return {Code::kInternal, fmt::format("DuckDB does not take the function {}", name)};
}

}  // namespace lake
