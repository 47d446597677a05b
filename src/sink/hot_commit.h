// One batch into the hot buffer, inside a transaction that has the lock: checks, rows, and what
// describes them. Internal to sink/; one thread.
#pragma once

#include <string>
#include <vector>

#include "hot/hot_state.h"
#include "hot/raw_ledgers.h"
#include "sink/postgres_options.h"
#include "tables/quality_result.h"

namespace lake {

struct HotCommit {
  const PostgresSinkOptions& options;
  const Batch& batch;
  const std::vector<QualityResult>& quality;
  const BatchRecord& record;
  RawLedgerWriter& raw;
};

// Writes everything but COMMIT. kConflict when ledgers of the batch are there already, or in the
// lake; kDataLoss when the batch does not chain with its neighbours.
Status WriteHotBatch(PgConnection& connection, const HotState& state, const HotCommit& commit);

// What a table is called in the hot buffer; kInvalidArgument when it is none of its tables.
Result<std::string> HotTablePath(const TableSpec& spec);

}  // namespace lake
