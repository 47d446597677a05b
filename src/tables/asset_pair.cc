#include "tables/asset_pair.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace lake {

bool SortsBefore(const AssetText& a, const AssetText& b) {
  const auto key = [](const AssetText& asset) {
    return std::tuple(asset.code.value_or("").size() > 4 ? 2
                      : asset.code                       ? 1
                                                         : 0,
                      asset.code.value_or(""), asset.issuer.value_or(""));
  };
  return key(a) < key(b);
}

std::string_view AssetPairText(Arena& arena, const AssetText& one, const AssetText& other) {
  const bool swapped = SortsBefore(other, one);
  const std::string_view first = (swapped ? other : one).canonical;
  const std::string_view second = (swapped ? one : other).canonical;
  const std::size_t size = first.size() + 1 + second.size();
  char* const text = arena.Allocate(size);
  char* end = std::copy(first.begin(), first.end(), text);
  *end++ = kPairSeparator;
  std::copy(second.begin(), second.end(), end);
  return {text, size};
}

}  // namespace lake
