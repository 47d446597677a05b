// Assets, prices and liquidity pools as JSON for EncodeXdr.
#pragma once

#include <cstdint>
#include <string_view>

#include "support/names.h"

namespace lake::testing {

// Asset, TrustLineAsset and ChangeTrustAsset alike.
Json NativeAsset();
// Up to 4 bytes of code make an alphaNum4, up to 12 an alphaNum12; any bytes, padded with zeros.
Json CreditAsset(std::string_view code, const AccountRef& issuer);

// AssetCode, as AllowTrust has it.
Json AssetCode(std::string_view code);

Json Price(std::int32_t n, std::int32_t d);

// The id of the constant product pool of two assets, which the network makes the same way:
// SHA-256 of the LiquidityPoolParameters. `asset_a` sorts first on the network.
Json PoolId(const Json& asset_a, const Json& asset_b);
Json PoolParameters(const Json& asset_a, const Json& asset_b);
// TrustLineAsset of a pool's shares, and the ChangeTrustAsset that asks for them.
Json PoolShareAsset(const Json& pool_id);
Json PoolShareLine(const Json& asset_a, const Json& asset_b);

}  // namespace lake::testing
