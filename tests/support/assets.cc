#include "support/assets.h"

#include <string>

#include "base/check.h"

namespace lake::testing {
namespace {

constexpr std::int32_t kPoolFeeBasisPoints = 30;  // the only one that CAP-38 allows

Json PaddedCode(std::string_view code, std::size_t size) {
  CHECK(code.size() <= size);
  std::string padded(code);
  padded.resize(size);
  return Opaque(AsBytes(padded));
}

}  // namespace

Json NativeAsset() { return "ASSET_TYPE_NATIVE"; }

Json CreditAsset(std::string_view code, const AccountRef& issuer) {
  const bool is_short = code.size() <= 4;
  return {{is_short ? "alphaNum4" : "alphaNum12",
           {{"assetCode", PaddedCode(code, is_short ? 4 : 12)}, {"issuer", issuer.json()}}}};
}

Json AssetCode(std::string_view code) {
  const bool is_short = code.size() <= 4;
  return {{is_short ? "assetCode4" : "assetCode12", PaddedCode(code, is_short ? 4 : 12)}};
}

Json Price(std::int32_t n, std::int32_t d) { return {{"n", n}, {"d", d}}; }

Json PoolParameters(const Json& asset_a, const Json& asset_b) {
  return {{"constantProduct",
           {{"assetA", asset_a}, {"assetB", asset_b}, {"fee", kPoolFeeBasisPoints}}}};
}

Json PoolId(const Json& asset_a, const Json& asset_b) {
  return HashJson(Sha256(EncodeXdr("LiquidityPoolParameters", PoolParameters(asset_a, asset_b))));
}

Json PoolShareAsset(const Json& pool_id) { return {{"liquidityPoolID", pool_id}}; }

Json PoolShareLine(const Json& asset_a, const Json& asset_b) {
  return {{"liquidityPool", PoolParameters(asset_a, asset_b)}};
}

}  // namespace lake::testing
