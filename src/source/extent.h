// How what a source holds is put together.
#pragma once

#include <cstdint>

#include "source/ledger_source.h"

namespace lake {

// Adds first..last, which begins behind every range that is there; joins it to the last one if it
// touches.
void AddRange(SourceExtent& extent, std::uint32_t first, std::uint32_t last);

}  // namespace lake
