// Small steps shared by what describes how much a source holds.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "source/lake_index.h"
#include "source/ledger_source.h"

namespace lake {

// Adds first..last, which begins behind every range that is there; joins it to the last one if it
// touches.
void AddRange(SourceExtent& extent, std::uint32_t first, std::uint32_t last);

// kDataLoss, naming both, when two neighbours of `objects` (by first ledger) hold the same ledger.
Status CheckNoOverlap(const std::vector<LakeObject>& objects);

}  // namespace lake
