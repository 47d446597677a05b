// DuckDB's scalar values as text. Pure functions.
#pragma once

#include <duckdb.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace lake {

// Integers of any width (128 bits too), floats, dates, times, timestamps, intervals, UUIDs and
// blobs. False, and nothing appended, for every other type. `values` is the data of a vector of
// `type`.
bool AppendScalar(std::string& out, duckdb_type type, const void* values, std::size_t row);

// The integer `unscaled` of `type` with a decimal point before its last `scale` digits.
void AppendDecimal(std::string& out, duckdb_type type, const void* values, std::size_t row,
                   std::uint8_t scale);

// The index that an ENUM value is stored as.
std::size_t EnumIndex(duckdb_type stored_as, const void* values, std::size_t row);

}  // namespace lake
