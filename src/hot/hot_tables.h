// Which tables the hot buffer has, and where in the database they stand.
//
// The 19 of spec 004 and the five `_meta_` tables stand in the schema that migrations run in
// (public); every other data table of the registry stands beside them in the schema `extra`, so
// that the specification's counts stay true. The older forms of tables that spec 000 has
// (transactions_row_v1, operations_row_v1) are no hot tables. Static data; thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "table/ddl.h"
#include "table/table_spec.h"

namespace lake {

inline constexpr std::string_view kExtraSchema = "extra";

struct HotTable {
  const TableSpec* spec;
  std::string_view schema;  // "" = the one that migrations run in, else kExtraSchema
};

// In registry order, the `_meta_` tables last.
std::span<const HotTable> HotTables();

// The one of this name; null when there is none.
const HotTable* FindHotTable(std::string_view name);

// How its statements are written: in its schema, UNLOGGED (D6), failing when it is there.
DdlOptions HotDdlOptions(const HotTable& table);

// Its quoted path.
std::string HotTablePath(const HotTable& table);

}  // namespace lake
