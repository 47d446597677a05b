// Rows as text, one per line: JSON objects, or CSV by RFC 4180.
//
// Times are 2024-09-01T00:00:00Z, with microseconds where there are any. In CSV a NULL is an empty
// field and an empty text is "". The same rows always give the same bytes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "table/column_block.h"

namespace lake {

// Appends row `i` of the blocks as {"name":value,...}\n; `src`, when not empty, becomes the last
// key "_src".
void AppendJsonRow(std::string& out, std::span<const ColumnBlock> columns, std::size_t i,
                   std::string_view src);

// The same as CSV, and the line of names it needs on top.
void AppendCsvRow(std::string& out, std::span<const ColumnBlock> columns, std::size_t i,
                  std::string_view src);
void AppendCsvHeader(std::string& out, std::span<const ColumnSpec> columns, bool src);

// 2024-09-01T00:00:00Z
void AppendTime(std::string& out, std::int64_t micros);

}  // namespace lake
