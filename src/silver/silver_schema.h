// The tables and views of a silver lake, made when a run opens it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "duckdb/lake.h"
#include "silver/silver_table.h"

namespace lake {

// Makes what the schema lacks, in one transaction that writes no file; a schema that has all of it
// is left as it is.
Status MakeSilverTables(Connection& connection, const Lake& silver, std::string_view bronze_schema);

// The SELECT of a view. Names of silver stay as they are: in a view they are looked for in its own
// schema, by whatever name a lake is attached.
std::string ViewSql(const SilverTable& view, std::string_view bronze_schema);

}  // namespace lake
