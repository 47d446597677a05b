#include "tables/effect_details.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace lake {
namespace {

constexpr std::string_view kAssetCode = "asset_code";
constexpr std::string_view kAssetIssuer = "asset_issuer";
constexpr std::string_view kAssetType = "asset_type";

}  // namespace

DetailsBuilder::DetailsBuilder(Arena& arena, std::string& scratch)
    : arena_(arena), scratch_(scratch), json_(scratch) {
  scratch_.clear();
  json_.OpenObject();
}

DetailsBuilder& DetailsBuilder::Amount(std::string_view amount) {
  details_.columns.amount = amount;
  Key("amount").Plain(amount);
  return *this;
}

DetailsBuilder& DetailsBuilder::Asset(const AssetText& asset) {
  EffectColumns& columns = details_.columns;
  columns.asset_code = asset.code;
  columns.asset_issuer = asset.issuer;
  columns.asset_type = asset.type;
  if (asset.code) Key(kAssetCode).Text(*asset.code);
  if (asset.issuer) Key(kAssetIssuer).Plain(*asset.issuer);
  Key(kAssetType).Plain(asset.type);
  return *this;
}

DetailsBuilder& DetailsBuilder::AssetName(const AssetText& asset) {
  EffectColumns& columns = details_.columns;
  columns.asset_code = asset.code;
  columns.asset_issuer = asset.issuer;
  columns.asset_type = asset.type;
  Key("asset").Text(asset.canonical);
  return *this;
}

DetailsBuilder& DetailsBuilder::Limit(std::string_view limit) {
  details_.columns.trustline_limit = limit;
  Key("limit").Plain(limit);
  return *this;
}

DetailsBuilder& DetailsBuilder::AuthorizeFlag(std::string_view key, bool value) {
  details_.columns.authorize_flag = value;
  Key(key).Bool(value);
  return *this;
}

DetailsBuilder& DetailsBuilder::ClawbackFlag(std::string_view key, bool value) {
  details_.columns.clawback_flag = value;
  Key(key).Bool(value);
  return *this;
}

DetailsBuilder& DetailsBuilder::Signer(std::string_view key, std::string_view strkey) {
  details_.columns.signer_account = strkey;
  Key(key).Plain(strkey);
  return *this;
}

DetailsBuilder& DetailsBuilder::Weight(std::uint32_t weight) {
  details_.columns.signer_weight = weight;
  Key("weight").Number(std::uint64_t{weight});
  return *this;
}

DetailsBuilder& DetailsBuilder::OfferId(std::int64_t offer_id) {
  details_.columns.offer_id = offer_id;
  Key("offer_id").Number(offer_id);
  return *this;
}

DetailsBuilder& DetailsBuilder::Seller(std::string_view account) {
  details_.columns.seller_account = account;
  Key("seller").Plain(account);
  return *this;
}

DetailsBuilder& DetailsBuilder::PrefixedAsset(std::string_view prefix, const AssetText& asset) {
  constexpr std::size_t kMaxPrefix = 16;
  std::array<char, kMaxPrefix + kAssetIssuer.size()> buffer;
  CHECK(prefix.size() <= kMaxPrefix);
  const auto key = [&](std::string_view word) {
    char* const end = std::copy(prefix.begin(), prefix.end(), buffer.data());
    std::copy(word.begin(), word.end(), end);
    return std::string_view(buffer.data(), prefix.size() + word.size());
  };
  if (asset.code) Key(key(kAssetCode)).Text(*asset.code);
  if (asset.issuer) Key(key(kAssetIssuer)).Plain(*asset.issuer);
  Key(key(kAssetType)).Plain(asset.type);
  return *this;
}

EffectDetails DetailsBuilder::Build() {
  constexpr std::string_view kEmpty = "{}";
  json_.CloseObject();
  if (scratch_ != kEmpty) details_.json = arena_.Copy(scratch_);
  return details_;
}

}  // namespace lake
