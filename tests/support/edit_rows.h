// Writes cells of rows whose Row type is private to its table: how tests make rows that no valid
// ledger gives.
//
// The place of a column in its row is found by trying out where a pattern has to stand for the
// column to read it. A value of the wrong type, or NULL for a column that has none, aborts the
// test program.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "table/row_buffer.h"
#include "table/table_spec.h"

namespace lake::testing {

// Integers, booleans and timestamps (in microseconds).
void SetCell(RowBuffer& rows, const TableSpec& spec, std::string_view column, std::size_t row,
             std::int64_t value);
// `text` must outlive the rows.
void SetCell(RowBuffer& rows, const TableSpec& spec, std::string_view column, std::size_t row,
             std::string_view text);
void SetNull(RowBuffer& rows, const TableSpec& spec, std::string_view column, std::size_t row);

}  // namespace lake::testing
