// The committed batches of a lake: what it covers. All functions run in the caller's transaction.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "lineage/coverage.h"

namespace lake {

// Batches of a lake, in no order; none in one whose tables are not made yet, since its first run
// was killed before.
Result<std::vector<BatchRecord>> ReadBatches(Connection& connection, const Lake& lake);
// Of a schema of the connection's catalogs, by its quoted path, that has the tables of a lake.
Result<std::vector<BatchRecord>> ReadBatchesOf(Connection& connection, std::string_view schema);
// Those that overlap or touch the range.
Result<std::vector<BatchRecord>> ReadNear(Connection& connection, const Lake& lake,
                                          const CoveredRange& range);
// Those that hold ledger `first` or later ones.
Result<std::vector<BatchRecord>> ReadFrom(Connection& connection, const Lake& lake,
                                          std::uint32_t first);
// Whether one begins before the ledger.
Result<bool> BeginsBefore(Connection& connection, const Lake& lake, std::uint32_t sequence);

}  // namespace lake
