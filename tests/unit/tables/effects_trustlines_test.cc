// effects_row_v1: trustlines, their flags, and clawback.
#include <gtest/gtest.h>

#include "support/effect_rows.h"

namespace lake::testing {
namespace {

using enum EffectType;
using Types = std::vector<EffectType>;

constexpr const char* kNoLimit = "922337203685.4775807";

Json Usd() { return CreditAsset("USD", "issuer"); }
Json Euros() { return CreditAsset("EUROTOKEN", "issuer"); }
Json Line(const Json& asset) { return TrustLineEntry("alice", asset); }

JsonList Trusting(const JsonList& changes, std::int64_t limit = INT64_MAX) {
  return EffectsOf(Tx("alice").Op(ChangeTrust(Usd(), limit)).Changes(changes));
}

TEST(ChangeTrustEffects, TellNewFromChangedFromRemoved) {
  const std::string alice = AccountStrkey("alice");
  const Json details = WithAsset("USD", "issuer", {{"limit", kNoLimit}});
  JsonList rows = Trusting({Created(Line(Usd()))});
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kTrustlineCreated, alice, details);
  EXPECT_EQ(ColumnsOfDetails(rows[0]), WithAsset("USD", "issuer", {{"trustline_limit", kNoLimit}}));
  rows = Trusting({State(Line(Usd())), Updated(Line(Usd()))});
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kTrustlineUpdated, alice, details);
  rows = Trusting({State(Line(Usd())), Removed(Line(Usd()))}, 0);
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kTrustlineRemoved, alice,
               WithAsset("USD", "issuer", {{"limit", "0.0000000"}}));
}

TEST(ChangeTrustEffects, AreNoneWhenAnIssuerTrustsItself) { EXPECT_TRUE(Trusting({}).empty()); }

TEST(ChangeTrustEffects, OfPoolSharesIgnoreTheTrustlinesOfThePoolsAssets) {
  const Json pool_id = PoolId(Usd(), Euros());
  const Json shares = TrustLineEntry("alice", PoolShareAsset(pool_id));
  const JsonList rows = EffectsOf(
      Tx("alice")
          .Op(ChangeTrust(PoolShareLine(Usd(), Euros()), 50'000'000))
          .Changes({State(Line(Usd())), Updated(Line(Usd())), State(Line(Euros())),
                    Updated(Line(Euros())), Created(shares), Created(PoolEntry(Usd(), Euros()))}));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["effect_type_string"], "trustline_created");
  const Json& details = rows[0]["details"];
  EXPECT_EQ(details["asset_type"], "liquidity_pool_shares");
  EXPECT_EQ(details["limit"], "5.0000000");
  EXPECT_EQ(details["liquidity_pool_id"], HexOf(pool_id));
  EXPECT_EQ(details["liquidity_pool_id_strkey"].get<std::string>()[0], 'L');
  EXPECT_EQ(details.size(), 4u);
  EXPECT_EQ(ColumnsOfDetails(rows[0]),
            (Json{{"asset_type", "liquidity_pool_shares"}, {"trustline_limit", "5.0000000"}}));
  EXPECT_EQ(rows[1]["effect_type_string"], "liquidity_pool_created");
}

TEST(AllowTrustEffects, ComeTwiceWithTheFlagsInTheSecond) {
  const auto flags = [](std::uint32_t authorize) {
    const JsonList rows =
        EffectsOf(Tx("carol").Op(From(Muxed("issuer", 2), AllowTrust("bob", "USD", authorize))));
    EXPECT_EQ(TypesOf(rows), (Types{kTrustlineFlagsUpdated, kTrustlineFlagsUpdated}));
    const Json plain = WithAsset("USD", "issuer", {{"trustor", AccountStrkey("bob")}});
    ExpectEffect(rows[0], kTrustlineFlagsUpdated, AccountStrkey("issuer"), plain);
    EXPECT_EQ(rows[1]["account_muxed"], MuxedStrkey("issuer", 2));
    Json added = Json::object();
    for (const auto& [key, value] : rows[1]["details"].items()) {
      if (!plain.contains(key)) added[key] = value;
    }
    added["column"] = rows[1]["authorize_flag"];
    return added;
  };
  EXPECT_EQ(flags(1), (Json{{"authorized_flag", true}, {"column", true}}));
  EXPECT_EQ(flags(2), (Json{{"authorized_to_maintain_liabilites", true}, {"column", nullptr}}));
  EXPECT_EQ(flags(0), (Json{{"authorized_flag", false},
                            {"authorized_to_maintain_liabilites", false},
                            {"column", false}}));
}

TEST(AllowTrustEffects, OfAnOperationWithoutASourceNameTheTransactionsAsIssuer) {
  const JsonList rows = EffectsOf(Tx("issuer").V0().Op(AllowTrust("bob", "EUROTOKEN", 1)), 9);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["details"],
            WithAsset("EUROTOKEN", "issuer", {{"trustor", AccountStrkey("bob")}}));
}

TEST(SetTrustLineFlagsEffects, ComeOnceAlsoWithoutFlags) {
  JsonList rows = EffectsOf(Tx("issuer").Op(SetTrustLineFlags("bob", Usd(), 1 | 4, 2)));
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kTrustlineFlagsUpdated, AccountStrkey("issuer"),
               WithAsset("USD", "issuer",
                         {{"trustor", AccountStrkey("bob")},
                          {"authorized_flag", false},
                          {"authorized_to_maintain_liabilites", true},
                          {"clawback_enabled_flag", false}}));
  EXPECT_EQ(rows[0]["authorize_flag"], false);
  EXPECT_EQ(rows[0]["clawback_flag"], false);
  rows = EffectsOf(Tx("issuer").Op(SetTrustLineFlags("bob", Usd(), 0, 0)));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["details"], WithAsset("USD", "issuer", {{"trustor", AccountStrkey("bob")}}));
  EXPECT_EQ(rows[0]["authorize_flag"], nullptr);
}

TEST(ClawbackEffects, CreditTheIssuerAlthoughTheUnitsAreBurned) {
  const JsonList rows = EffectsOf(Tx("issuer").Op(Clawback(Usd(), Muxed("bob", 8), 10)));
  ASSERT_EQ(rows.size(), 2u);
  const Json details = WithAsset("USD", "issuer", {{"amount", "0.0000010"}});
  ExpectEffect(rows[0], kAccountCredited, AccountStrkey("issuer"), details);
  ExpectEffect(rows[1], kAccountDebited, AccountStrkey("bob"), details);
  EXPECT_EQ(rows[1]["account_muxed"], MuxedStrkey("bob", 8));
}

}  // namespace
}  // namespace lake::testing
