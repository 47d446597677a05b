// What a key of entity_index_v1 names, by the words of its column `kind`.
#pragma once

#include <string_view>

namespace lake::entity_kind {

inline constexpr std::string_view kAssetPair = "asset_pair";
inline constexpr std::string_view kBalance = "claimable_balance";
inline constexpr std::string_view kContract = "contract";
inline constexpr std::string_view kOffer = "offer";
inline constexpr std::string_view kPool = "liquidity_pool";

}  // namespace lake::entity_kind
