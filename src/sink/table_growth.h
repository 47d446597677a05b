// How the tables of a lake become what this version writes: columns that came later are added,
// columns that may be NULL now lose their NOT NULL. Anything else that differs is refused, because
// digests of rows that are there are over the columns they were written with.
//
// A column that the lake lacks came later when its minor version (ColumnSpec::since) is beyond the
// one that _meta_datasets states; other columns were left out by choice, and a narrow lake stays as
// narrow as it was made. Pure functions, but for the reading.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "sink/ducklake_options.h"
#include "sink/lake_shape.h"

namespace lake {

// A change of a table's definition, as _meta_changes tells it.
struct TableChange {
  const TableSpec* spec;
  std::string_view added;  // the column, where it is a new one
  std::string sql;
  std::string description;
  std::string rollback_sql;
};

// Of the tables of a run and the metadata tables that the lake has; none when all are as they
// should be. kInvalidArgument names the table and the column that cannot be followed.
Result<std::vector<TableChange>> PlanGrowth(const LakeShape& shape, const std::string& schema,
                                            const DuckLakeSinkOptions& options);

}  // namespace lake
