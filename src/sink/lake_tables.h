// The tables of a lake, made or checked when a sink opens it: data tables and metadata tables.
#pragma once

#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "sink/ducklake_options.h"
#include "sink/lake_registry.h"

namespace lake {

// Makes what the lake lacks, in one transaction that writes no file. kInvalidArgument when a table
// of the lake cannot take our rows, when the lake is another network's, or when the era is closed.
// What was done to data tables that were there is given back, to be registered.
Result<std::vector<TableChange>> PrepareTables(Connection& connection, const Lake& lake,
                                               const DuckLakeSinkOptions& options);

// Options of DuckLake that cannot be set before their table is committed: rows per row group.
Status PrepareTableOptions(Connection& connection, const DuckLakeSinkOptions& options);

}  // namespace lake
