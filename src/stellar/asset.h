// What an asset is called: its type, code, issuer and the one text that names it everywhere in the
// tables.
//
// contract/tables.yaml `asset_type`, `asset_code`, `asset_canonical`. Views must be of validated
// XDR; text lives in the arena. Pure functions, safe from any thread.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/sha256.h"
#include "xdr/views.h"

namespace lake {

struct AssetText {
  std::string_view type;                    // native, credit_alphanum4, ..12, liquidity_pool_shares
  std::optional<std::string_view> code;     // none for native and pool shares
  std::optional<std::string_view> issuer;   // G..., likewise
  std::optional<std::string_view> pool_id;  // 64 hex, for pool shares only
  std::string_view canonical;  // native, CODE:ISSUER or liquidity_pool_shares:<pool id>
};

AssetText AssetTextOf(Arena& arena, xdr::Asset asset);
AssetText AssetTextOf(Arena& arena, xdr::TrustLineAsset asset);
AssetText AssetTextOf(Arena& arena, xdr::ChangeTrustAsset asset);
// An asset of which the operation says only the code (allow_trust). `issuer` has 32 key bytes.
AssetText AssetTextOf(Arena& arena, xdr::AssetCode code, const std::uint8_t* issuer);
AssetText PoolShareText(Arena& arena, Bytes pool_id);

// `native` or `CODE:ISSUER`, as asset contracts name their asset in events, taken apart; none for
// any other text. The parts are parts of `canonical`.
std::optional<AssetText> ParseAssetText(std::string_view canonical);

// Trailing NULs removed, then sanitized. The result may point into `code`.
std::string_view AssetCodeText(Arena& arena, Bytes code);

// CAP-38: SHA-256 of the parameters' XDR.
Hash256 LiquidityPoolId(xdr::LiquidityPoolParameters parameters);

}  // namespace lake
