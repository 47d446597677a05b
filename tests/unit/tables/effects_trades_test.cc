// effects_row_v1: crossing offers and pools.
#include <gtest/gtest.h>

#include "support/effect_rows.h"

namespace lake::testing {
namespace {

using enum EffectType;
using Types = std::vector<EffectType>;

const Types kOfOneOrder = {kTrade,        kTrade,        kOfferUpdated, kOfferUpdated,
                           kOfferRemoved, kOfferRemoved, kOfferCreated, kOfferCreated};

Json Usd() { return CreditAsset("USD", "issuer"); }

Tx Selling(const AccountRef& taker, const JsonList& atoms) {
  return Tx("carol")
      .Op(From(taker, ManageSellOffer(NativeAsset(), Usd(), 100, Price(1, 2))))
      .Succeeds({OfferSuccess("MANAGE_SELL_OFFER", atoms)});
}

// The maker gave 7 stroops of USD and got 20 of lumens.
Json Atom() { return OrderBookAtom("maker", 55, Usd(), 7, NativeAsset(), 20); }

TEST(TradeEffects, ShowBothSidesOfEveryKind) {
  const JsonList rows = EffectsOf(Selling("alice", {Atom()}));
  ASSERT_EQ(TypesOf(rows), kOfOneOrder);
  const Json of_taker = {{"bought_amount", "0.0000007"},
                         {"bought_asset_code", "USD"},
                         {"bought_asset_issuer", AccountStrkey("issuer")},
                         {"bought_asset_type", "credit_alphanum4"},
                         {"offer_id", 55},
                         {"seller", AccountStrkey("maker")},
                         {"sold_amount", "0.0000020"},
                         {"sold_asset_type", "native"}};
  const Json of_maker = {{"bought_amount", "0.0000020"},
                         {"bought_asset_type", "native"},
                         {"offer_id", 55},
                         {"seller", AccountStrkey("alice")},
                         {"sold_amount", "0.0000007"},
                         {"sold_asset_code", "USD"},
                         {"sold_asset_issuer", AccountStrkey("issuer")},
                         {"sold_asset_type", "credit_alphanum4"}};
  for (std::size_t i = 0; i < rows.size(); i += 2) {
    ExpectEffect(rows[i], kOfOneOrder[i], AccountStrkey("alice"), of_taker);
    ExpectEffect(rows[i + 1], kOfOneOrder[i], AccountStrkey("maker"), of_maker);
  }
  EXPECT_EQ(ColumnsOfDetails(rows[0]),
            (Json{{"offer_id", 55}, {"seller_account", AccountStrkey("maker")}}));
}

TEST(TradeEffects, TellTheMakerOfAMuxedTaker) {
  const JsonList rows = EffectsOf(Selling(Muxed("alice", UINT64_MAX), {Atom()}));
  ASSERT_EQ(TypesOf(rows), kOfOneOrder);
  const std::string muxed = MuxedStrkey("alice", UINT64_MAX);
  EXPECT_EQ(rows[0]["account_muxed"], muxed);
  EXPECT_FALSE(rows[0]["details"].contains("seller_muxed"));
  EXPECT_EQ(rows[1]["account_muxed"], nullptr);
  EXPECT_EQ(rows[1]["details"]["seller"], AccountStrkey("alice"));
  EXPECT_EQ(rows[1]["details"]["seller_muxed"], muxed);
  EXPECT_EQ(rows[1]["details"]["seller_muxed_id"], UINT64_MAX);
}

TEST(TradeEffects, ComeOfAllThreeOffersAndOfOldAtoms) {
  const JsonList atoms = {LegacyOrderBookAtom("maker", 55, Usd(), 7, NativeAsset(), 20)};
  const auto check = [](const Json& op, const Json& result) {
    const JsonList rows = EffectsOf(Tx("alice").Op(op).Succeeds({result}), 17);
    EXPECT_EQ(TypesOf(rows), kOfOneOrder);
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(rows[1]["account_id"], AccountStrkey("maker"));
  };
  const Json buy = ManageBuyOffer(NativeAsset(), Usd(), 100, Price(1, 2));
  const Json passive = CreatePassiveSellOffer(NativeAsset(), Usd(), 100, Price(1, 2));
  check(buy, OfferSuccess("MANAGE_BUY_OFFER", atoms));
  check(passive, OfferSuccess("CREATE_PASSIVE_SELL_OFFER", atoms));
  check(passive, OfferSuccess("MANAGE_SELL_OFFER", atoms));  // as old ledgers have it
}

TEST(TradeEffects, LeaveOutAtomsOfNothingForNothing) {
  const Json nothing = OrderBookAtom("maker", 1, Usd(), 0, NativeAsset(), 0);
  const Json gift = OrderBookAtom("maker", 2, Usd(), 0, NativeAsset(), 1);
  const JsonList rows = EffectsOf(Selling("alice", {nothing, gift}));
  ASSERT_EQ(rows.size(), 8u);
  EXPECT_EQ(rows[0]["offer_id"], 2);
}

TEST(TradeEffects, OfAPoolShowThePoolAfterwards) {
  const Json before = PoolEntry(NativeAsset(), Usd());
  const Json after = PoolEntry(NativeAsset(), Usd(), {{"reserveA", 10'020}, {"reserveB", 19'993}});
  const Json id = PoolId(NativeAsset(), Usd());
  const JsonList rows = EffectsOf(Selling("alice", {PoolAtom(id, Usd(), 7, NativeAsset(), 20)})
                                      .Changes({State(before), Updated(after)}));
  ASSERT_EQ(rows.size(), 1u);
  const std::string usd = AssetName("USD", "issuer");
  const Json pool = {
      {"fee_bp", 30},
      {"id", HexOf(id)},
      {"reserves",
       {{{"amount", "0.0010020"}, {"asset", "native"}}, {{"amount", "0.0019993"}, {"asset", usd}}}},
      {"total_shares", "0.0014142"},
      {"total_trustlines", "1"},
      {"type", "constant_product"}};
  ExpectEffect(rows[0], kLiquidityPoolTrade, AccountStrkey("alice"),
               {{"bought", {{"amount", "0.0000020"}, {"asset", "native"}}},
                {"liquidity_pool", pool},
                {"sold", {{"amount", "0.0000007"}, {"asset", usd}}}});
  EXPECT_EQ(ColumnsOfDetails(rows[0]), Json::object());
}

TEST(TradeEffects, RefuseALedgerThatLacksThePool) {
  const Json id = PoolId(NativeAsset(), Usd());
  const std::string error =
      ErrorOf("effects_row_v1", Selling("alice", {PoolAtom(id, Usd(), 7, NativeAsset(), 20)}));
  EXPECT_EQ(error, "ledger 1000: tx 1: op 0: liquidity pool " + HexOf(id) +
                       " is not among the entry changes");
}

TEST(TradeEffects, RefuseASuccessWithAFailedOffer) {
  const Tx tx = Tx("alice")
                    .Op(ManageSellOffer(NativeAsset(), Usd(), 100, Price(1, 2)))
                    .Succeeds({Failure("MANAGE_SELL_OFFER", "MANAGE_SELL_OFFER_LINE_FULL")});
  const std::string error =
      "ledger 1000: tx 1: op 0: a successful transaction with a failed manage_sell_offer";
  EXPECT_EQ(ErrorOf("effects_row_v1", tx), error);
  EXPECT_EQ(ErrorOf("trades_row_v1", tx), error);
}

}  // namespace
}  // namespace lake::testing
