#include "duckdb/cell_text.h"

#include <fmt/format.h>

#include <cmath>

#include "base/json_text.h"
#include "duckdb/query_result.h"
#include "duckdb/scalar_text.h"

namespace lake {
namespace {

struct LogicalType {
  explicit LogicalType(duckdb_logical_type given) : type(given) {}
  ~LogicalType() { duckdb_destroy_logical_type(&type); }
  LogicalType(const LogicalType&) = delete;
  LogicalType& operator=(const LogicalType&) = delete;
  duckdb_logical_type type;
};

std::string TakeText(char* text) {
  std::string copy = text == nullptr ? "" : text;
  duckdb_free(text);
  return copy;
}

bool IsScalar(duckdb_type type) {
  std::string ignored;
  alignas(16) static constexpr unsigned char kZeros[32] = {};
  return AppendScalar(ignored, type, kZeros, 0);
}

bool IsUnquotedJson(duckdb_type type, const std::string& text) {
  switch (type) {
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      return text.find_first_of("in") == std::string::npos;  // inf, nan
    case DUCKDB_TYPE_BOOLEAN:
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UHUGEINT:
      return true;
    default:
      return false;
  }
}

std::string_view StringAt(duckdb_vector vector, std::size_t row) {
  return TextOf(static_cast<const duckdb_string_t*>(duckdb_vector_get_data(vector))[row]);
}

}  // namespace

bool CellPrinter::IsNull(duckdb_vector vector, std::size_t row) {
  const std::uint64_t* mask = duckdb_vector_get_validity(vector);
  return mask != nullptr && (mask[row / 64] >> (row % 64) & 1) == 0;
}

Result<CellPrinter> CellPrinter::Make(duckdb_logical_type type, std::string_view column) {
  CellPrinter printer;
  printer.type_ = duckdb_get_type_id(type);
  auto add_child = [&](duckdb_logical_type child) -> Status {
    LogicalType owned(child);
    TRY_ASSIGN(CellPrinter made, Make(child, column));
    printer.children_.push_back(std::move(made));
    return {};
  };
  switch (printer.type_) {
    case DUCKDB_TYPE_SQLNULL:
      break;
    case DUCKDB_TYPE_VARCHAR:
      printer.is_json_ = TakeText(duckdb_logical_type_get_alias(type)) == "JSON";
      break;
    case DUCKDB_TYPE_DECIMAL:
      printer.stored_as_ = duckdb_decimal_internal_type(type);
      printer.scale_ = duckdb_decimal_scale(type);
      break;
    case DUCKDB_TYPE_ENUM:
      printer.stored_as_ = duckdb_enum_internal_type(type);
      for (idx_t i = 0; i < duckdb_enum_dictionary_size(type); ++i) {
        printer.names_.push_back(TakeText(duckdb_enum_dictionary_value(type, i)));
      }
      break;
    case DUCKDB_TYPE_LIST:
      TRY(add_child(duckdb_list_type_child_type(type)));
      break;
    case DUCKDB_TYPE_ARRAY:
      printer.array_size_ = duckdb_array_type_array_size(type);
      TRY(add_child(duckdb_array_type_child_type(type)));
      break;
    case DUCKDB_TYPE_MAP:
      TRY(add_child(duckdb_map_type_key_type(type)));
      TRY(add_child(duckdb_map_type_value_type(type)));
      break;
    case DUCKDB_TYPE_STRUCT:
      for (idx_t i = 0; i < duckdb_struct_type_child_count(type); ++i) {
        printer.names_.push_back(TakeText(duckdb_struct_type_child_name(type, i)));
        TRY(add_child(duckdb_struct_type_child_type(type, i)));
      }
      break;
    default:
      if (IsScalar(printer.type_)) break;
      return Error{Code::kInvalidArgument,
                   fmt::format("column {} has a type that cannot be printed: cast it, {}::VARCHAR",
                               column, column)};
  }
  return printer;
}

bool CellPrinter::is_number() const {
  return type_ == DUCKDB_TYPE_DECIMAL || type_ == DUCKDB_TYPE_FLOAT ||
         type_ == DUCKDB_TYPE_DOUBLE || (type_ != DUCKDB_TYPE_BOOLEAN && IsUnquotedJson(type_, ""));
}

void CellPrinter::AppendText(std::string& out, duckdb_vector vector, std::size_t row) const {
  Append(out, vector, row, Form::kText, false);
}

void CellPrinter::AppendJson(std::string& out, duckdb_vector vector, std::size_t row) const {
  Append(out, vector, row, Form::kJson, false);
}

void CellPrinter::Append(std::string& out, duckdb_vector vector, std::size_t row, Form form,
                         bool nested) const {
  if (type_ == DUCKDB_TYPE_SQLNULL || IsNull(vector, row)) {
    out += form == Form::kJson ? "null" : "NULL";
    return;
  }
  const void* values = duckdb_vector_get_data(vector);
  std::string text;
  bool bare = false;  // JSON that needs no quotes
  switch (type_) {
    case DUCKDB_TYPE_LIST: {
      auto entry = static_cast<const duckdb_list_entry*>(values)[row];
      return AppendList(out, duckdb_list_vector_get_child(vector), entry.offset, entry.length,
                        form);
    }
    case DUCKDB_TYPE_MAP: {
      auto entry = static_cast<const duckdb_list_entry*>(values)[row];
      return AppendMap(out, duckdb_list_vector_get_child(vector), entry.offset, entry.length, form);
    }
    case DUCKDB_TYPE_ARRAY:
      return AppendList(out, duckdb_array_vector_get_child(vector), row * array_size_, array_size_,
                        form);
    case DUCKDB_TYPE_STRUCT:
      return AppendStruct(out, vector, row, form);
    case DUCKDB_TYPE_VARCHAR:
      text = StringAt(vector, row);
      bare = is_json_;
      break;
    case DUCKDB_TYPE_ENUM:
      text = names_.at(EnumIndex(stored_as_, values, row));
      break;
    case DUCKDB_TYPE_DECIMAL:
      AppendDecimal(text, stored_as_, values, row, scale_);
      bare = true;
      break;
    default:
      CHECK(AppendScalar(text, type_, values, row));
      bare = IsUnquotedJson(type_, text);
  }
  if (form == Form::kJson && !bare) {
    AppendJsonString(out, text);
  } else if (form == Form::kText && nested &&
             (type_ == DUCKDB_TYPE_VARCHAR || type_ == DUCKDB_TYPE_ENUM)) {
    out.append("'").append(text).append("'");
  } else {
    out += text;
  }
}

void CellPrinter::AppendList(std::string& out, duckdb_vector child, std::size_t offset,
                             std::size_t length, Form form) const {
  out += '[';
  for (std::size_t i = 0; i < length; ++i) {
    if (i > 0) out += form == Form::kJson ? "," : ", ";
    children_[0].Append(out, child, offset + i, form, true);
  }
  out += ']';
}

void CellPrinter::AppendStruct(std::string& out, duckdb_vector vector, std::size_t row,
                               Form form) const {
  out += '{';
  for (std::size_t i = 0; i < children_.size(); ++i) {
    if (i > 0) out += form == Form::kJson ? "," : ", ";
    if (form == Form::kJson) {
      AppendJsonString(out, names_[i]);
      out += ':';
    } else {
      out.append("'").append(names_[i]).append("': ");
    }
    children_[i].Append(out, duckdb_struct_vector_get_child(vector, i), row, form, true);
  }
  out += '}';
}

void CellPrinter::AppendMap(std::string& out, duckdb_vector entries, std::size_t offset,
                            std::size_t length, Form form) const {
  duckdb_vector keys = duckdb_struct_vector_get_child(entries, 0);
  duckdb_vector values = duckdb_struct_vector_get_child(entries, 1);
  out += '{';
  for (std::size_t i = offset; i < offset + length; ++i) {
    if (i > offset) out += form == Form::kJson ? "," : ", ";
    std::string key;
    children_[0].Append(key, keys, i, Form::kText, false);
    if (form == Form::kJson) {
      AppendJsonString(out, key);
      out += ':';
    } else {
      out += key + "=";
    }
    children_[1].Append(out, values, i, form, true);
  }
  out += '}';
}

}  // namespace lake
