// What this server says of itself and of its SQL (CommandGetSqlInfo), and of the types of its
// columns (CommandGetXdbcTypeInfo): rows for BatchOfRows. Numbers and meanings are those of the
// published protocol. Pure functions.
#pragma once

#include <arrow/type_fwd.h>

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

namespace lake {

std::shared_ptr<arrow::DataType> SqlInfoValueType();

// Those that were asked for; all without any. What is not known here is left out.
nlohmann::json SqlInfoRows(const std::set<std::uint32_t>& asked);

// The type with that number of JDBC's and ODBC's; all without one.
nlohmann::json TypeInfoRows(std::optional<std::int32_t> type);

}  // namespace lake
