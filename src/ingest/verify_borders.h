// Where batches meet, as part of verify: no table has a ledger twice, and whatever two batches know
// of one ledger's hash is the same. Internal to ingest/.
#pragma once

#include <vector>

#include "ingest/verify.h"

namespace lake {

// `batches` ascend by their first ledgers.
void VerifyBorders(const std::vector<BatchRecord>& batches, VerifyReport& report);

// The ledgers of `range` that batches hold: disjoint, ascending, as few ranges as can be; without
// hashes.
std::vector<CoveredRange> LedgersOf(const std::vector<BatchRecord>& batches, LedgerRange range);

}  // namespace lake
