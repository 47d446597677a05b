// The tables of a lake, made when a sink opens it: data tables and metadata tables. Those that are
// there become what this version writes with the registration (lake_registry.h).
#pragma once

#include "base/result.h"
#include "duckdb/lake.h"
#include "sink/ducklake_options.h"

namespace lake {

// Makes what the lake lacks, in one transaction that writes no file. kInvalidArgument when a table
// of the lake cannot take our rows (table_growth.h), when the lake is another network's, or when
// the era is closed.
Status MakeTables(Connection& connection, const Lake& lake, const DuckLakeSinkOptions& options);

// Options of DuckLake that cannot be set before their table is committed: rows per row group.
Status PrepareTableOptions(Connection& connection, const DuckLakeSinkOptions& options);

}  // namespace lake
