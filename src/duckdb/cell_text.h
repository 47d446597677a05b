// The values of one column as text for people and as JSON, whatever their type: what `sql` prints.
//
// Numbers are exact (128-bit integers and decimals too). Types that nothing of ours makes (BIT,
// UNION, TIME WITH TIME ZONE, ...) are refused with the advice to cast them. Thread-safe once made.
#pragma once

#include <duckdb.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lake {

class CellPrinter {
 public:
  // kInvalidArgument for a type that cannot be printed; `column` is for the message.
  static Result<CellPrinter> Make(duckdb_logical_type type, std::string_view column);

  // Whether people want it aligned to the right.
  bool is_number() const;
  static bool IsNull(duckdb_vector vector, std::size_t row);

  // A NULL is `NULL` (`null` in JSON). Text is appended as it is, unquoted, unless it stands inside
  // a list or a struct.
  void AppendText(std::string& out, duckdb_vector vector, std::size_t row) const;
  void AppendJson(std::string& out, duckdb_vector vector, std::size_t row) const;

 private:
  enum class Form : std::uint8_t { kText, kJson };
  void Append(std::string& out, duckdb_vector vector, std::size_t row, Form form,
              bool nested) const;
  void AppendList(std::string& out, duckdb_vector child, std::size_t offset, std::size_t length,
                  Form form) const;
  void AppendStruct(std::string& out, duckdb_vector vector, std::size_t row, Form form) const;
  void AppendMap(std::string& out, duckdb_vector entries, std::size_t offset, std::size_t length,
                 Form form) const;

  duckdb_type type_ = DUCKDB_TYPE_INVALID;
  duckdb_type stored_as_ = DUCKDB_TYPE_INVALID;  // integers behind DECIMAL and ENUM
  std::uint8_t scale_ = 0;                       // DECIMAL
  bool is_json_ = false;                         // VARCHAR that holds JSON
  std::size_t array_size_ = 0;
  std::vector<std::string> names_;     // fields of a STRUCT, values of an ENUM
  std::vector<CellPrinter> children_;  // of LIST, ARRAY, STRUCT, MAP (key, value)
};

}  // namespace lake
