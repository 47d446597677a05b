// Effects of crossing resting orders and liquidity pools.
#include "stellar/address.h"
#include "stellar/amount.h"
#include "tables/claim_atoms.h"
#include "tables/effects_groups.h"
#include "tables/pool_changes.h"

namespace lake {
namespace {

// One side's view of a trade: what it got and what it gave.
struct TradeSide {
  std::string_view bought_amount;
  const AssetText& bought;
  std::string_view sold_amount;
  const AssetText& sold;
};

// `seller` is the other party. Its muxed address shows on the maker's side only: the maker's own
// order never names one.
EffectDetails SideDetails(EffectWriter& writer, const TradeSide& side, std::int64_t offer_id,
                          const EffectParty& seller, std::optional<std::uint64_t> seller_muxed_id) {
  DetailsBuilder details = writer.Details();
  details.Key("bought_amount").Plain(side.bought_amount);
  details.PrefixedAsset("bought_", side.bought).OfferId(offer_id).Seller(seller.account);
  if (seller.muxed) details.Key("seller_muxed").Plain(*seller.muxed);
  if (seller_muxed_id) details.Key("seller_muxed_id").Number(*seller_muxed_id);
  details.Key("sold_amount").Plain(side.sold_amount);
  details.PrefixedAsset("sold_", side.sold);
  return details.Build();
}

// Hubble writes all of 33, 32, 31 and 30 for every order, whatever became of it.
void AddOrderEffects(EffectWriter& writer, const Claim& claim, bool offers_created) {
  Arena& arena = writer.arena();
  const EffectParty maker{AccountText(arena, claim.seller), std::nullopt};
  const EffectParty& taker = writer.source();
  const AssetText given = AssetTextOf(arena, claim.sold);
  const AssetText received = AssetTextOf(arena, claim.bought);
  const std::string_view given_amount = Decimal7(arena, claim.amount_sold);
  const std::string_view received_amount = Decimal7(arena, claim.amount_bought);
  const EffectDetails of_taker = SideDetails(
      writer, {given_amount, given, received_amount, received}, claim.offer_id, maker, {});
  std::optional<std::uint64_t> taker_id;
  if (const auto source = writer.source_account()) taker_id = MuxedId(*source);
  const EffectDetails of_maker = SideDetails(
      writer, {received_amount, received, given_amount, given}, claim.offer_id, taker, taker_id);
  for (const EffectType type : {EffectType::kTrade, EffectType::kOfferUpdated,
                                EffectType::kOfferRemoved, EffectType::kOfferCreated}) {
    if (type == EffectType::kOfferCreated && !offers_created) break;
    writer.Add(type, taker, of_taker);
    writer.Add(type, maker, of_maker);
  }
}

void WriteAmount(JsonWriter& json, Arena& arena, std::int64_t amount, xdr::Asset asset) {
  json.OpenObject();
  json.Key("amount").Plain(Decimal7(arena, amount));
  json.Key("asset").Text(AssetTextOf(arena, asset).canonical);
  json.CloseObject();
}

Status AddPoolTradeEffect(EffectWriter& writer, const Claim& claim) {
  TRY_ASSIGN(const PoolChange change,
             PoolChangeOf(writer.changes(), Bytes(claim.seller, kKeyBytes)));
  DetailsBuilder details = writer.Details();
  WriteAmount(details.Key("bought"), writer.arena(), claim.amount_bought, claim.bought);
  WritePool(details.Key("liquidity_pool"), writer.arena(), change);
  WriteAmount(details.Key("sold"), writer.arena(), claim.amount_sold, claim.sold);
  writer.Add(EffectType::kLiquidityPoolTrade, writer.source(), details.Build());
  return {};
}

}  // namespace

Status AddTradeEffects(EffectWriter& writer, xdr::Array<xdr::ClaimAtom> atoms,
                       bool offers_created) {
  for (const xdr::ClaimAtom atom : atoms) {
    const Claim claim = ClaimOf(atom);
    if (claim.empty()) continue;
    if (claim.of_pool) {
      TRY(AddPoolTradeEffect(writer, claim));
    } else {
      AddOrderEffects(writer, claim, offers_created);
    }
  }
  return {};
}

Status AddOfferEffects(EffectWriter& writer) {
  TRY_ASSIGN(const auto atoms, ClaimAtomsOf(writer.operation()));
  return AddTradeEffects(writer, atoms, true);
}

}  // namespace lake
