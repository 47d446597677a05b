// effects_row_v1: liquidity pools.
#include <gtest/gtest.h>

#include "support/effect_rows.h"

namespace lake::testing {
namespace {

using enum EffectType;
using Types = std::vector<EffectType>;

Json Usd() { return CreditAsset("USD", "issuer"); }
Json Euros() { return CreditAsset("EUROTOKEN", "issuer"); }
Json PoolOfUsdAndEuros() { return PoolId(Usd(), Euros()); }

Json Pool(std::int64_t a, std::int64_t b, std::int64_t shares) {
  return PoolEntry(Usd(), Euros(), {{"reserveA", a}, {"reserveB", b}, {"totalPoolShares", shares}});
}

Json Reserves(const char* a, const char* b) {
  return {{{"amount", a}, {"asset", AssetName("USD", "issuer")}},
          {{"amount", b}, {"asset", AssetName("EUROTOKEN", "issuer")}}};
}

TEST(PoolEffects, OfADepositShowWhatCameIn) {
  const Json op = LiquidityPoolDeposit(PoolOfUsdAndEuros(), 9, 9, Price(1, 1), Price(1, 1));
  const JsonList rows =
      EffectsOf(Tx("alice").Op(op).Changes({State(Pool(10, 20, 14)), Updated(Pool(15, 30, 21))}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["effect_type_string"], "liquidity_pool_deposited");
  EXPECT_EQ(rows[0]["account_id"], AccountStrkey("alice"));
  const Json& details = rows[0]["details"];
  EXPECT_EQ(details["reserves_deposited"], Reserves("0.0000005", "0.0000010"));
  EXPECT_EQ(details["shares_received"], "0.0000007");
  EXPECT_EQ(details["liquidity_pool"]["reserves"], Reserves("0.0000015", "0.0000030"));
  EXPECT_EQ(details.size(), 3u);
}

TEST(PoolEffects, OfAWithdrawalShowWhatWentOut) {
  const JsonList rows = EffectsOf(
      Tx("carol")
          .Op(From(Muxed("alice", 1), LiquidityPoolWithdraw(PoolOfUsdAndEuros(), 7, 0, 0)))
          .Changes({State(Pool(15, 30, 21)), Updated(Pool(10, 20, 14))}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["effect_type_string"], "liquidity_pool_withdrew");
  EXPECT_EQ(rows[0]["account_muxed"], MuxedStrkey("alice", 1));
  const Json& details = rows[0]["details"];
  EXPECT_EQ(details["reserves_received"], Reserves("0.0000005", "0.0000010"));
  EXPECT_EQ(details["shares_redeemed"], "0.0000007");
  EXPECT_EQ(details["liquidity_pool"]["total_shares"], "0.0000014");
}

TEST(PoolEffects, KeepDifferencesThatExceedSixtyFourBits) {
  const JsonList rows =
      EffectsOf(Tx("alice")
                    .Op(LiquidityPoolWithdraw(PoolOfUsdAndEuros(), 7, 0, 0))
                    .Changes({State(Pool(INT64_MAX, 1, 1)), Updated(Pool(INT64_MIN, 1, 1))}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["details"]["reserves_received"][0]["amount"], "1844674407370.9551615");
}

TEST(PoolEffects, OfADepositRefuseALedgerThatLacksThePool) {
  const std::string error =
      ErrorOf("effects_row_v1", Tx("alice")
                                    .Op(LiquidityPoolWithdraw(PoolOfUsdAndEuros(), 7, 0, 0))
                                    .Changes({Created(PoolEntry(NativeAsset(), Usd()))}));
  EXPECT_NE(error.find("is not among the entry changes"), std::string::npos) << error;
}

TEST(PoolEffects, TellWhenAPoolAppearsAndGoes) {
  const Tx create = Tx("alice")
                        .Op(ChangeTrust(PoolShareLine(Usd(), Euros()), 1))
                        .Changes({Created(Pool(0, 0, 0))});
  const JsonList created = EffectsOf(create);
  ASSERT_EQ(created.size(), 1u);
  EXPECT_EQ(created[0]["effect_type_string"], "liquidity_pool_created");
  EXPECT_EQ(created[0]["details"]["liquidity_pool"]["id"], HexOf(PoolOfUsdAndEuros()));
  const Tx remove = Tx("alice")
                        .Op(ChangeTrust(PoolShareLine(Usd(), Euros()), 0))
                        .Changes({State(Pool(0, 0, 0)), Removed(Pool(0, 0, 0))});
  const JsonList removed = EffectsOf(remove);
  ASSERT_EQ(removed.size(), 1u);
  ExpectEffect(removed[0], kLiquidityPoolRemoved, AccountStrkey("alice"),
               {{"liquidity_pool_id", HexOf(PoolOfUsdAndEuros())}});
}

// What stellar-core does when an issuer revokes a trustline that a pool share stands on.
JsonList RevocationChanges() {
  const JsonList bob = {Claimant("bob")};
  const Json shares = TrustLineEntry("bob", PoolShareAsset(PoolOfUsdAndEuros()));
  return {Created(ClaimableBalanceEntry(BalanceId("of euros"), Euros(), 20, bob)),
          Created(ClaimableBalanceEntry(BalanceId("of usd"), Usd(), 10, bob)),
          State(Pool(15, 30, 21)),
          Updated(Pool(5, 10, 7)),
          State(shares),
          Removed(shares)};
}

void ExpectRevocation(const JsonList& rows, std::size_t first) {
  ASSERT_EQ(rows.size(), first + 5);
  for (std::size_t i = 0; i < 4; i += 2) {
    const bool usd = i == 0;  // by asset type, whatever the order of the changes
    const Json about = {{"amount", usd ? "0.0000010" : "0.0000020"},
                        {"asset", AssetName(usd ? "USD" : "EUROTOKEN", "issuer")},
                        {"balance_id", BalanceIdText(usd ? "of usd" : "of euros")}};
    ExpectEffect(rows[first + i], kClaimableBalanceCreated, AccountStrkey("issuer"), about);
    Json of_bob = about;
    of_bob["predicate"] = {{"unconditional", true}};
    ExpectEffect(rows[first + i + 1], kClaimableBalanceClaimantCreated, AccountStrkey("bob"),
                 of_bob);
  }
  const Json& revoked = rows[first + 4];
  EXPECT_EQ(revoked["effect_type_string"], "liquidity_pool_revoked");
  EXPECT_EQ(revoked["account_id"], AccountStrkey("issuer"));
  Json reserves = Reserves("0.0000010", "0.0000020");
  reserves[0]["claimable_balance_id"] = rows[first]["details"]["balance_id"];
  reserves[1]["claimable_balance_id"] = rows[first + 2]["details"]["balance_id"];
  EXPECT_EQ(revoked["details"]["reserves_revoked"], reserves);
  EXPECT_EQ(revoked["details"]["shares_revoked"], "0.0000014");
  EXPECT_EQ(revoked["details"]["liquidity_pool"]["total_shares"], "0.0000007");
}

TEST(PoolRevocationEffects, FollowTheFlagsOfAllowTrust) {
  const Tx tx = Tx("issuer").Op(AllowTrust("bob", "USD", 0)).Changes(RevocationChanges());
  ExpectRevocation(EffectsOf(tx), 2);
}

TEST(PoolRevocationEffects, FollowTheFlagsOfSetTrustLineFlags) {
  const Tx tx = Tx("issuer").Op(SetTrustLineFlags("bob", Usd(), 1, 0)).Changes(RevocationChanges());
  ExpectRevocation(EffectsOf(tx), 1);
}

TEST(PoolRevocationEffects, NameOnlyReservesThatBecameABalanceAndEndWithAPoolThatWent) {
  const Json balance = ClaimableBalanceEntry(BalanceId("of usd"), Usd(), 15, {Claimant("bob")});
  const JsonList rows =
      EffectsOf(Tx("issuer")
                    .Op(SetTrustLineFlags("bob", Usd(), 1, 0))
                    .Changes({Created(balance), State(Pool(15, 30, 21)), Removed(Pool(0, 0, 0))}));
  EXPECT_EQ(TypesOf(rows), (Types{kTrustlineFlagsUpdated, kClaimableBalanceCreated,
                                  kClaimableBalanceClaimantCreated, kLiquidityPoolRevoked,
                                  kLiquidityPoolRemoved}));
  ASSERT_EQ(rows.size(), 5u);
  const Json& details = rows[3]["details"];
  ASSERT_EQ(details["reserves_revoked"].size(), 1u);
  EXPECT_EQ(details["reserves_revoked"][0]["amount"], "0.0000015");
  EXPECT_EQ(details["liquidity_pool"]["total_shares"], "0.0000021");  // as it was
  EXPECT_EQ(details["shares_revoked"], "0.0000021");
}

TEST(PoolRevocationEffects, NeedAPoolAndABalance) {
  const Tx tx = Tx("issuer")
                    .Op(SetTrustLineFlags("bob", Usd(), 1, 0))
                    .Changes({State(Pool(15, 30, 21)), Updated(Pool(15, 30, 21))});
  EXPECT_EQ(TypesOf(EffectsOf(tx)), Types{kTrustlineFlagsUpdated});
}

}  // namespace
}  // namespace lake::testing
