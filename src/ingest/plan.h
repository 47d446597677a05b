// Which ledgers are still to be fetched: what was asked for, less what the lake has.
#pragma once

#include <span>
#include <vector>

#include "sink/sink.h"
#include "source/ledger_source.h"

namespace lake {

// The parts of `wanted` that `covered` (ascending, disjoint) does not have, ascending. The last one
// is open-ended when `wanted` is.
std::vector<LedgerRange> MissingRanges(LedgerRange wanted, std::span<const CoveredRange> covered);

// The parts of `ranges` that the source holds: with gaps allowed nobody waits for what is not
// there.
std::vector<LedgerRange> HeldRanges(const std::vector<LedgerRange>& ranges,
                                    const std::vector<LedgerRange>& held);

// Adjacent ranges joined; the input need not be sorted.
std::vector<CoveredRange> JoinTouching(std::vector<CoveredRange> ranges);

}  // namespace lake
