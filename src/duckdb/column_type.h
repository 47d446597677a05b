// How DuckDB's C API names the type of a column.
#pragma once

#include <duckdb.h>

#include "table/column.h"

namespace lake {

duckdb_type DuckType(ColumnType type);

}  // namespace lake
