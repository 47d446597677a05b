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

// The data tables that a lake has registered, by the names of their specs.
Result<std::vector<std::string>> ReadDataTables(Connection& connection, const Lake& lake);

// Makes tables that are there what this version writes (table_growth.h), registers that, tables
// that _meta_datasets does not know and schemas that _meta_schemas does not, and writes anew what
// is said of tables that were defined otherwise: all in one commit. Nothing to change where all is
// known and the lake has a fence. The first registration of a lake makes its fence; a table that
// joins later holds no ledger yet, so the fence has no watermark then.
Status DraftRegistration(Connection& connection, const Lake& lake,
                         const DuckLakeSinkOptions& options, const std::optional<Fence>& before,
                         LakeChange& change);

// Nothing when the lake does not know the era.
Result<std::optional<EraState>> ReadEra(Connection& connection, const Lake& lake, const Era& era);
// An active era that opens with these tables.
RowsChange NewEra(const Era& era, const EraState& state, const TableSet& tables, Timestamp now);
RowsChange ChangedEra(const Lake& lake, const Era& era, const EraState& state);

}  // namespace lake
