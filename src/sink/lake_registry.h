// What a lake says about its tables: datasets, changes of tables, eras.
//
// Functions that read run in the caller's transaction; the others give parts of a change
// (lake/lake_change.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "lake/lake_change.h"
#include "lineage/era.h"
#include "sink/ducklake_options.h"

namespace lake {

// A change of a data table's definition, as _meta_changes tells it.
struct TableChange {
  const TableSpec* spec;
  std::string description;
  std::string rollback_sql;
};

// Registers `changes` and tables that _meta_datasets does not know, each with its rows of
// _meta_changes, and writes anew what is said of those that were defined otherwise. Nothing to
// change where all is known and the lake has a fence. The first registration of a lake makes its
// fence.
Status DraftRegistration(Connection& connection, const Lake& lake,
                         const DuckLakeSinkOptions& options,
                         const std::vector<TableChange>& changes,
                         const std::optional<Fence>& before, LakeChange& change);

// Nothing when the lake does not know the era.
Result<std::optional<EraState>> ReadEra(Connection& connection, const Lake& lake, const Era& era);
// An active era that opens with these tables.
RowsChange NewEra(const Era& era, const EraState& state, const TableSet& tables, Timestamp now);
RowsChange ChangedEra(const Lake& lake, const Era& era, const EraState& state);

}  // namespace lake
