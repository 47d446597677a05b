// A table as documentation: what `schema show` prints and what docs/tables is made of. Pure
// functions of the TableSpec; the JSON has its keys in a fixed order and no insignificant
// whitespace.
#pragma once

#include <string>
#include <string_view>

#include "table/table_spec.h"

namespace lake {

// any, hex, base64, ...: the name of a form in descriptions.
std::string_view TextFormName(TextForm form);

// What a column's values may be, in words: "64 hex characters", "at least 1", "a, b or c"; may be
// empty.
std::string DescribeRule(const ColumnSpec& column);

// The declared example, or a value of the column's type and form; empty when neither says one.
std::string_view ExampleOf(const ColumnSpec& column);

// A heading, the grain and one table row per column.
std::string DescribeMarkdown(const TableSpec& spec);

// One object: name, dataset, doc, …, columns.
std::string DescribeJson(const TableSpec& spec);

}  // namespace lake
