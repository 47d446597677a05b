// Taking ledgers out of the hot buffer, whole batches at a time: those that are in the lake, or
// that others replace. One thread.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "postgres/connection.h"
#include "stellar/ledger_set.h"

namespace lake {

struct HotRemoval {
  std::uint64_t batches = 0;
  std::uint64_t ledgers = 0;  // whose bytes were kept
  std::uint64_t rows = 0;     // of data tables
};

// Inside a transaction: removes the rows of every table of ledgers in `span`, the ledgers
// themselves, and the batches that lie in it with their lineage and quality results. A batch that
// crosses an end of the span is the caller's mistake.
//
// Needs no lock of the buffer and waits for no writer of other ledgers: only a new epoch empties
// tables, and whoever begins one takes the table of batches first, as this does.
Result<HotRemoval> RemoveHotLedgers(PgConnection& connection, const LedgerSpan& span);

// The same of what was flushed (HotState::flushed_through), up to `through` at most.
Result<HotRemoval> RemoveFlushedLedgers(PgConnection& connection, std::uint32_t through);

}  // namespace lake
