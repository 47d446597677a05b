// SQL functions of ours that turn the values of one row into one: a text, a number, a STRUCT of
// them, or a list of those.
//
// A function is told of rows without NULL only: any NULL argument makes the result NULL. It must
// depend on its arguments alone, and DuckDB calls it from several threads at once. What it fails
// with ends the statement, as an error that begins with the function's name.
//
//   TRY(RegisterScalar(connection,
//                      {.name = "pool_address", .arguments = {SqlType::kText},
//                       .result = {{.type = SqlType::kText}}, .evaluate = PoolAddress}));
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "duckdb/database.h"

namespace lake {

enum class SqlType : std::uint8_t { kBool, kInt32, kInt64, kText };

// monostate is NULL; int64_t stands for both integers.
using SqlValue = std::variant<std::monostate, bool, std::int64_t, std::string_view>;

struct SqlField {
  std::string name{};  // empty: the result is no STRUCT, and has this one value
  SqlType type;
};

// One row of a call.
struct ScalarCall {
  std::span<const SqlValue> arguments;
  Arena& arena;  // for texts of the result
  // What the function adds: one value a field. Nothing is NULL, of a list the empty one; only a
  // list may have more than once all fields.
  std::vector<SqlValue>& result;

  std::string_view text(std::size_t i) const { return std::get<std::string_view>(arguments[i]); }
  std::int64_t integer(std::size_t i) const { return std::get<std::int64_t>(arguments[i]); }
};

struct ScalarFunction {
  std::string name;
  std::vector<SqlType> arguments;
  std::vector<SqlField> result;
  bool list = false;
  std::function<Status(const ScalarCall&)> evaluate;
};

// For the whole database of the connection, for as long as it lives.
Status RegisterScalar(Connection& connection, ScalarFunction function);

}  // namespace lake
