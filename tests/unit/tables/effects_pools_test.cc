// effects_row_v1: liquidity pools.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/effect_rows.h"

namespace lake::testing {
namespace {

using enum EffectType;
using Types = std::vector<EffectType>;

constexpr std::int64_t kSequence = 77;

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

// CAP-38: whoever sends the transaction, its number, the operation, the pool and the asset.
Json RevokedId(std::string_view source, const Json& pool, const Json& asset, std::uint32_t op = 0) {
  const XdrBytes preimage = EncodeXdr("HashIDPreimage", {{"revokeID",
                                                          {{"sourceAccount", Account(source)},
                                                           {"seqNum", kSequence},
                                                           {"opNum", op},
                                                           {"liquidityPoolID", pool},
                                                           {"asset", asset}}}});
  return {{"v0", HashJson(Sha256(preimage))}};
}

Tx Revoking(std::string_view source) { return Tx(source).SeqNum(kSequence); }

// What stellar-core does when an issuer revokes a trustline that a pool share stands on.
JsonList RevocationChanges(std::string_view source = "issuer", std::uint32_t op = 0) {
  const JsonList bob = {Claimant("bob")};
  const Json pool = PoolOfUsdAndEuros();
  const Json shares = TrustLineEntry("bob", PoolShareAsset(pool));
  return {Created(ClaimableBalanceEntry(RevokedId(source, pool, Euros(), op), Euros(), 20, bob)),
          Created(ClaimableBalanceEntry(RevokedId(source, pool, Usd(), op), Usd(), 10, bob)),
          State(Pool(15, 30, 21)),
          Updated(Pool(5, 10, 7)),
          State(shares),
          Removed(shares)};
}

std::string IdText(const Json& balance_id) {
  return Hex(EncodeXdr("ClaimableBalanceID", balance_id));
}

void ExpectRevocation(const JsonList& rows, std::size_t first, std::string_view source = "issuer",
                      std::uint32_t op = 0) {
  ASSERT_EQ(rows.size(), first + 5);
  for (std::size_t i = 0; i < 4; i += 2) {
    const bool usd = i == 0;  // by asset type, whatever the order of the changes
    const Json about = {
        {"amount", usd ? "0.0000010" : "0.0000020"},
        {"asset", AssetName(usd ? "USD" : "EUROTOKEN", "issuer")},
        {"balance_id", IdText(RevokedId(source, PoolOfUsdAndEuros(), usd ? Usd() : Euros(), op))}};
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
  const Tx tx = Revoking("issuer").Op(AllowTrust("bob", "USD", 0)).Changes(RevocationChanges());
  ExpectRevocation(EffectsOf(tx), 2);
}

TEST(PoolRevocationEffects, FollowTheFlagsOfSetTrustLineFlags) {
  const Tx tx =
      Revoking("issuer").Op(SetTrustLineFlags("bob", Usd(), 1, 0)).Changes(RevocationChanges());
  ExpectRevocation(EffectsOf(tx), 1);
}

// The ids are those of the transaction's source, not of the operation's, and of its inner one.
TEST(PoolRevocationEffects, KnowTheBalancesWhoeverSendsTheTransaction) {
  const Tx tx = Revoking("carol")
                    .Op(From("dave", BumpSequence(0)))
                    .Op(From("issuer", SetTrustLineFlags("bob", Usd(), 1, 0)))
                    .Changes(RevocationChanges("carol", 1))
                    .FeeBump("erin", 400);
  ExpectRevocation(EffectsOf(tx), 1, "carol", 1);
}

// Two pools of the same revoked asset: each shows its own balances.
TEST(PoolRevocationEffects, AreOneForEachPool) {
  const Json yen = CreditAsset("YEN", "issuer");
  const Json second = PoolId(Usd(), yen);
  const auto other = [&](std::int64_t a, std::int64_t b, std::int64_t shares) {
    return PoolEntry(Usd(), yen, {{"reserveA", a}, {"reserveB", b}, {"totalPoolShares", shares}});
  };
  JsonList changes = RevocationChanges();
  const JsonList bob = {Claimant("bob")};
  for (const Json& change :
       {Created(ClaimableBalanceEntry(RevokedId("issuer", second, Usd()), Usd(), 111, bob)),
        Created(ClaimableBalanceEntry(RevokedId("issuer", second, yen), yen, 222, bob)),
        State(other(200, 300, 40)), Updated(other(89, 78, 9))}) {
    changes.push_back(change);
  }
  const JsonList rows =
      EffectsOf(Revoking("issuer").Op(SetTrustLineFlags("bob", Usd(), 1, 0)).Changes(changes));
  ASSERT_EQ(rows.size(), 1u + 4 * 2 + 2);
  Json revoked;  // by pool
  for (std::size_t i = 9; i < 11; ++i) {
    EXPECT_EQ(rows[i]["effect_type_string"], "liquidity_pool_revoked");
    const Json& details = rows[i]["details"];
    revoked[details["liquidity_pool"]["id"].get<std::string>()] = details;
  }
  const Json& first = revoked[HexOf(PoolOfUsdAndEuros())];
  EXPECT_EQ(first["shares_revoked"], "0.0000014");
  ASSERT_EQ(first["reserves_revoked"].size(), 2u);
  EXPECT_EQ(first["reserves_revoked"][0]["amount"], "0.0000010");
  EXPECT_EQ(first["reserves_revoked"][0]["claimable_balance_id"],
            IdText(RevokedId("issuer", PoolOfUsdAndEuros(), Usd())));
  const Json& last = revoked[HexOf(second)];
  EXPECT_EQ(last["shares_revoked"], "0.0000031");
  ASSERT_EQ(last["reserves_revoked"].size(), 2u);
  EXPECT_EQ(last["reserves_revoked"][0]["amount"], "0.0000111");
  EXPECT_EQ(last["reserves_revoked"][0]["claimable_balance_id"],
            IdText(RevokedId("issuer", second, Usd())));
  EXPECT_EQ(last["reserves_revoked"][1]["amount"], "0.0000222");
}

TEST(PoolRevocationEffects, NameOnlyReservesThatBecameABalanceAndEndWithAPoolThatWent) {
  const Json id = RevokedId("issuer", PoolOfUsdAndEuros(), Usd());
  const Json balance = ClaimableBalanceEntry(id, Usd(), 15, {Claimant("bob")});
  const JsonList rows =
      EffectsOf(Revoking("issuer")
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

// Shares too few to be worth a unit of either asset.
TEST(PoolRevocationEffects, TellOfSharesThatWereWorthNothing) {
  const JsonList rows =
      EffectsOf(Revoking("issuer")
                    .Op(SetTrustLineFlags("bob", Usd(), 1, 0))
                    .Changes({State(Pool(15, 30, 2'100)), Updated(Pool(15, 30, 2'099))}));
  EXPECT_EQ(TypesOf(rows), (Types{kTrustlineFlagsUpdated, kLiquidityPoolRevoked}));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1]["details"]["reserves_revoked"], Json::array());
  EXPECT_EQ(rows[1]["details"]["shares_revoked"], "0.0000001");
}

TEST(PoolRevocationEffects, NeedShares) {
  const Tx tx = Revoking("issuer")
                    .Op(SetTrustLineFlags("bob", Usd(), 1, 0))
                    .Changes({State(Pool(15, 30, 21)), Updated(Pool(15, 30, 21))});
  EXPECT_EQ(TypesOf(EffectsOf(tx)), Types{kTrustlineFlagsUpdated});
}

}  // namespace
}  // namespace lake::testing
