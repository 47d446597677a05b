// Rows of the registry tables: datasets, changes, eras. All run in the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "sink/ducklake_options.h"

namespace lake {

// A change of a table's definition, as _meta_changes keeps it.
struct TableChange {
  const TableSpec* spec;
  std::string_view type;  // schema, partition, index
  std::string description;
  std::string rollback_sql;
};

// Adds rows to _meta_changes, ids after the highest there.
Status RecordChanges(Connection& connection, const Lake& lake, const Origin& origin,
                     const std::vector<TableChange>& changes, Timestamp now);

// Adds the datasets that _meta_datasets lacks; true when there were any.
Result<bool> RegisterDatasets(Connection& connection, const Lake& lake, const TableSet& tables,
                              Timestamp now);

// Sets minor_version, schema_hash and updated_at of datasets that are there.
Status RefreshDatasets(Connection& connection, const Lake& lake, const TableSet& tables,
                       Timestamp now);

// Adds an active era that opens with these tables.
Status RegisterEra(Connection& connection, const Lake& lake, const Era& era, const TableSet& tables,
                   Timestamp now);
// Nothing when the lake does not know the era.
Result<std::optional<EraState>> ReadEra(Connection& connection, const Lake& lake, const Era& era);
Status UpdateEra(Connection& connection, const Lake& lake, const Era& era, const EraState& state);

}  // namespace lake
