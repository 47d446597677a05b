#include "stellar/asset.h"

#include <algorithm>

#include "base/check.h"
#include "base/hex.h"
#include "base/json_text.h"
#include "stellar/address.h"
#include "stellar/strkey.h"

namespace lake {
namespace {

constexpr std::string_view kNative = "native";
constexpr std::string_view kAlphanum4 = "credit_alphanum4";
constexpr std::string_view kAlphanum12 = "credit_alphanum12";
constexpr std::string_view kPoolShares = "liquidity_pool_shares";
constexpr std::size_t kMaxShortCode = 4;
constexpr std::size_t kMaxCode = 12;

constexpr AssetText kNativeText{kNative, {}, {}, {}, kNative};

// Code and issuer are parts of the canonical text.
AssetText CreditText(Arena& arena, std::string_view type, Bytes code_bytes,
                     const std::uint8_t* issuer) {
  const std::string_view code = AssetCodeText(arena, code_bytes);
  const std::size_t size = code.size() + 1 + kKeyStrkeySize;
  char* const out = arena.Allocate(size);
  char* const colon = std::copy(code.begin(), code.end(), out);
  *colon = ':';
  EncodeKeyStrkey(StrkeyKind::kAccount, issuer, colon + 1);
  const std::string_view canonical{out, size};
  return {type, canonical.substr(0, code.size()), canonical.substr(code.size() + 1), {}, canonical};
}

// The arms that all three unions of assets have. None for a pool share.
template <class Asset>
std::optional<AssetText> PlainAssetText(Arena& arena, Asset asset) {
  switch (asset.type()) {
    case xdr::AssetType::ASSET_TYPE_NATIVE:
      return kNativeText;
    case xdr::AssetType::ASSET_TYPE_CREDIT_ALPHANUM4: {
      const xdr::AlphaNum4 credit = asset.alphaNum4();
      return CreditText(arena, kAlphanum4, credit.assetCode().bytes(), AccountKey(credit.issuer()));
    }
    case xdr::AssetType::ASSET_TYPE_CREDIT_ALPHANUM12: {
      const xdr::AlphaNum12 credit = asset.alphaNum12();
      return CreditText(arena, kAlphanum12, credit.assetCode().bytes(),
                        AccountKey(credit.issuer()));
    }
    case xdr::AssetType::ASSET_TYPE_POOL_SHARE:
      break;
  }
  return std::nullopt;
}

bool IsLetterOrDigit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

AssetText AssetTextOf(Arena& arena, xdr::Asset asset) {
  const auto text = PlainAssetText(arena, asset);
  CHECK(text.has_value());
  return *text;
}

AssetText AssetTextOf(Arena& arena, xdr::TrustLineAsset asset) {
  if (const auto text = PlainAssetText(arena, asset)) return *text;
  return PoolShareText(arena, asset.liquidityPoolID().bytes());
}

AssetText AssetTextOf(Arena& arena, xdr::ChangeTrustAsset asset) {
  if (const auto text = PlainAssetText(arena, asset)) return *text;
  return PoolShareText(arena, LiquidityPoolId(asset.liquidityPool()));
}

AssetText AssetTextOf(Arena& arena, xdr::AssetCode code, const std::uint8_t* issuer) {
  return code.type() == xdr::AssetType::ASSET_TYPE_CREDIT_ALPHANUM4
             ? CreditText(arena, kAlphanum4, code.assetCode4().bytes(), issuer)
             : CreditText(arena, kAlphanum12, code.assetCode12().bytes(), issuer);
}

AssetText PoolShareText(Arena& arena, Bytes pool_id) {
  const std::size_t size = kPoolShares.size() + 1 + 2 * pool_id.size();
  char* const out = arena.Allocate(size);
  char* const colon = std::copy(kPoolShares.begin(), kPoolShares.end(), out);
  *colon = ':';
  EncodeHex(colon + 1, pool_id);
  const std::string_view canonical{out, size};
  return {kPoolShares, {}, {}, canonical.substr(kPoolShares.size() + 1), canonical};
}

std::optional<AssetText> ParseAssetText(std::string_view canonical) {
  if (canonical == kNative) return kNativeText;
  const std::size_t colon = canonical.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > kMaxCode) return std::nullopt;
  const std::string_view code = canonical.substr(0, colon);
  const std::string_view issuer = canonical.substr(colon + 1);
  if (!std::all_of(code.begin(), code.end(), IsLetterOrDigit)) return std::nullopt;
  if (!ParseKeyStrkey(StrkeyKind::kAccount, issuer).ok()) return std::nullopt;
  return AssetText{
      code.size() <= kMaxShortCode ? kAlphanum4 : kAlphanum12, code, issuer, {}, canonical};
}

std::string_view AssetCodeText(Arena& arena, Bytes code) {
  const std::string_view text = AsText(code);
  return SanitizeText(arena, text.substr(0, text.find_last_not_of('\0') + 1));
}

Hash256 LiquidityPoolId(xdr::LiquidityPoolParameters parameters) {
  return Sha256(parameters.encoding());
}

}  // namespace lake
