// The one name of a pair of assets, whichever is sold: both with a slash between, the one that
// sorts first in front. Pure functions, safe from any thread.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "stellar/asset.h"

namespace lake {

inline constexpr char kPairSeparator = '/';

// By type, code and issuer; lumens first. Of assets that are no pool shares.
bool SortsBefore(const AssetText& a, const AssetText& b);

std::string_view AssetPairText(Arena& arena, const AssetText& one, const AssetText& other);

}  // namespace lake
