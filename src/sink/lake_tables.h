// The tables of a lake, made or checked when a sink opens it: data tables, metadata tables,
// registry, era, fence. Runs in the caller's transaction; every change it makes is a row of
// _meta_changes.
#pragma once

#include "base/result.h"
#include "duckdb/lake.h"
#include "sink/ducklake_options.h"

namespace lake {

// What had to be changed: nothing in a lake that was opened before.
struct PreparedTables {
  bool changed = false;
};

// kInvalidArgument when a table of the lake cannot take our rows, when the lake is another
// network's, or when the era is closed.
Result<PreparedTables> PrepareTables(Connection& connection, const Lake& lake,
                                     const DuckLakeSinkOptions& options, Timestamp now);

// Options of DuckLake that cannot be set before their table is committed: rows per row group.
Status PrepareTableOptions(Connection& connection, const DuckLakeSinkOptions& options);

}  // namespace lake
