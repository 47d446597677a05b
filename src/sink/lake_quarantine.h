// The ledgers that a lake keeps aside, one row of _quarantine each, until a batch covers them.
//
// They are no part of what the lake covers, but of its chain: a batch beside one must fit its hash.
// Functions that read run in the caller's transaction.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "lake/lake_change.h"
#include "lineage/coverage.h"
#include "sink/ducklake_options.h"
#include "sink/sink.h"

namespace lake {

// So many at most. They are meant for the days until an upgrade of the program; a whole network of
// a newer protocol is a reason to stop.
inline constexpr std::int64_t kQuarantineMax = 1'000;

struct QuarantineRecord {
  CoveredRange range;  // of the one ledger
  std::uint32_t protocol;
  std::string reason;
  std::string origin;
  std::string writer;
  std::string created_at;  // as people read it, UTC
};

// Those of the span, ascending. The lake has the table.
Result<std::vector<QuarantineRecord>> ReadQuarantine(Connection& connection, const Lake& lake,
                                                     const LedgerSpan& span);
// All of them; none in a lake that was written before there was a quarantine.
Result<std::vector<QuarantineRecord>> ReadQuarantine(Connection& connection, const Lake& lake);

// The LedgerCloseMeta of one; kNotFound when the lake does not keep it, kDataLoss when it is not
// what was put there.
Result<std::vector<std::uint8_t>> ReadQuarantinedLedger(Connection& connection, const Lake& lake,
                                                        std::uint32_t sequence);

// The table without these ledgers.
RowsChange WithoutQuarantined(const Lake& lake, const LedgerSet& ledgers);

// The quarantined ledger as a neighbour in the chain: a batch without tables.
BatchRecord RecordOf(const QuarantineRecord& ledger);

struct QuarantineInput {
  const QuarantinedLedger& ledger;
  const BatchRecord& record;  // the ledger with the tables that it would have filled
  std::int64_t epoch;
};

// As DraftBatch. A ledger that is there already changes nothing.
Status DraftQuarantine(Connection& connection, const Lake& lake, const DuckLakeSinkOptions& options,
                       const QuarantineInput& input, const Fence& before, LakeChange& change);

}  // namespace lake
