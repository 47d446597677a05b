// The details of one effect: canonical JSON, and the columns that repeat parts of it.
//
// Keys are Hubble's (contract/effects.md section 1) and must be added in byte order. Details are
// built once and may serve several rows: both sides of a payment have the same. Texts live in the
// arena.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "stellar/asset.h"
#include "tables/effect_row.h"
#include "tables/json_writer.h"

namespace lake {

struct EffectDetails {
  EffectColumns columns{};
  std::optional<std::string_view> json;  // none when there is nothing to say
};

class DetailsBuilder {
 public:
  // `scratch` is overwritten; one builder at a time may use it.
  DetailsBuilder(Arena& arena, std::string& scratch);

  // What is a column too. `amount` and `limit` are decimal7.
  DetailsBuilder& Amount(std::string_view amount);    // amount
  DetailsBuilder& Asset(const AssetText& asset);      // asset_code, asset_issuer, asset_type
  DetailsBuilder& AssetName(const AssetText& asset);  // asset: CODE:ISSUER
  DetailsBuilder& Limit(std::string_view limit);      // limit
  DetailsBuilder& AuthorizeFlag(std::string_view key, bool value);        // authorized_flag
  DetailsBuilder& ClawbackFlag(std::string_view key, bool value);         // ..clawback_enabled_flag
  DetailsBuilder& Signer(std::string_view key, std::string_view strkey);  // public_key, signer
  DetailsBuilder& Weight(std::uint32_t weight);                           // weight
  DetailsBuilder& OfferId(std::int64_t offer_id);                         // offer_id
  DetailsBuilder& Seller(std::string_view account);                       // seller

  // Asset keys behind a prefix, which are not columns: sold_asset_type.
  DetailsBuilder& PrefixedAsset(std::string_view prefix, const AssetText& asset);
  // Where the column says something that the details do not.
  EffectColumns& columns() { return details_.columns; }
  // Everything else.
  JsonWriter& Key(std::string_view key) { return json_.Key(key); }

  EffectDetails Build();

 private:
  Arena& arena_;
  std::string& scratch_;
  JsonWriter json_;
  EffectDetails details_;
};

}  // namespace lake
