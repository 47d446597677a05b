// Open rows of one state, as batches have appended them, become one row a key: so that reading them
// costs what there is and not how often it changed.
//
// One thread; in a transaction, so that silver is read as of one snapshot.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "lake/lake_change.h"
#include "silver/silver_rows.h"
#include "silver/silver_table.h"

namespace lake {

struct SilverFold {
  std::vector<SilverRows> rows;       // in the place of:
  std::vector<RowsRemoval> removals;  // all that there were
};

// `schema` is the quoted path of silver's.
Result<SilverFold> EvaluateFold(Connection& connection, std::string_view schema,
                                const SilverTable& state);

}  // namespace lake
