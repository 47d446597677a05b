// effects_row_v1: who pays for the reserve of entries and signers.
#include <gtest/gtest.h>

#include "support/effect_rows.h"

namespace lake::testing {
namespace {

using enum EffectType;
using Types = std::vector<EffectType>;

Json Usd() { return CreditAsset("USD", "issuer"); }

// The effects of sponsor1 beginning to pay for an entry, of sponsor2 taking over, and of nobody
// paying any more.
JsonList Life(const Json& entry) {
  const Json first = SponsoredBy(Account("sponsor1"), entry);
  const Json second = SponsoredBy(Account("sponsor2"), entry);
  return EffectsOf(Tx("carol")
                       .Op(From(Muxed("alice", 3), RevokeSponsorship(KeyOf(entry))))
                       .Changes({State(entry), Updated(first), State(first), Updated(second),
                                 State(second), Updated(SponsoredBy(nullptr, entry))}));
}

// `name` holds the keys by which the details name the entry.
void ExpectLife(const JsonList& rows, Types types, std::string_view account, const Json& name) {
  ASSERT_EQ(TypesOf(rows), types);
  Json details = name;
  details["sponsor"] = AccountStrkey("sponsor1");
  ExpectEffect(rows[0], types[0], account, details);
  details = name;
  details["former_sponsor"] = AccountStrkey("sponsor1");
  details["new_sponsor"] = AccountStrkey("sponsor2");
  ExpectEffect(rows[1], types[1], account, details);
  details = name;
  details["former_sponsor"] = AccountStrkey("sponsor2");
  ExpectEffect(rows[2], types[2], account, details);
}

TEST(SponsorshipEffects, OfAnAccountAreAboutTheAccount) {
  ExpectLife(Life(AccountEntry("bob")),
             {kAccountSponsorshipCreated, kAccountSponsorshipUpdated, kAccountSponsorshipRemoved},
             AccountStrkey("bob"), Json::object());
}

TEST(SponsorshipEffects, OfATrustlineAreAboutItsOwner) {
  const JsonList rows = Life(TrustLineEntry("bob", Usd()));
  ExpectLife(
      rows,
      {kTrustlineSponsorshipCreated, kTrustlineSponsorshipUpdated, kTrustlineSponsorshipRemoved},
      AccountStrkey("bob"), {{"asset", AssetName("USD", "issuer")}});
  for (const Json& row : rows) EXPECT_EQ(ColumnsOfDetails(row), WithAsset("USD", "issuer"));
}

TEST(SponsorshipEffects, OfPoolSharesNameThePool) {
  const Json pool = PoolId(NativeAsset(), Usd());
  const JsonList rows = Life(TrustLineEntry("bob", PoolShareAsset(pool)));
  ExpectLife(
      rows,
      {kTrustlineSponsorshipCreated, kTrustlineSponsorshipUpdated, kTrustlineSponsorshipRemoved},
      AccountStrkey("bob"), {{"asset_type", "liquidity_pool"}, {"liquidity_pool_id", HexOf(pool)}});
  for (const Json& row : rows) {
    EXPECT_EQ(ColumnsOfDetails(row), (Json{{"asset_type", "liquidity_pool_shares"}}));
  }
}

TEST(SponsorshipEffects, OfDataAreAboutTheSourceOfTheOperation) {
  const JsonList rows = Life(DataEntry("bob", "na\"me", "value"));
  ExpectLife(rows, {kDataSponsorshipCreated, kDataSponsorshipUpdated, kDataSponsorshipRemoved},
             AccountStrkey("alice"), {{"data_name", "na\"me"}});
  for (const Json& row : rows) EXPECT_EQ(row["account_muxed"], MuxedStrkey("alice", 3));
}

TEST(SponsorshipEffects, OfAClaimableBalanceAreAboutTheSourceOfTheOperation) {
  ExpectLife(Life(ClaimableBalanceEntry(BalanceId("b"), Usd(), 1, {})),
             {kClaimableBalanceSponsorshipCreated, kClaimableBalanceSponsorshipUpdated,
              kClaimableBalanceSponsorshipRemoved},
             AccountStrkey("alice"), {{"balance_id", BalanceIdText("b")}});
}

TEST(SponsorshipEffects, DoNotExistForOffers) {
  EXPECT_TRUE(Life(OfferEntry("bob", 1, NativeAsset(), Usd())).empty());
}

TEST(SponsorshipEffects, ComeOfEntriesThatAppearAndGo) {
  const Json bob = SponsoredBy(Account("sponsor1"), AccountEntry("bob"));
  const Json usd = SponsoredBy(Account("sponsor1"), TrustLineEntry("bob", Usd()));
  const JsonList rows = EffectsOf(Tx("alice")
                                      .Op(EndSponsoringFutureReserves())
                                      .Changes({State(usd), Removed(usd), Created(bob)}));
  // In the order of the ledger keys: accounts come before trustlines.
  ASSERT_EQ(TypesOf(rows), (Types{kAccountSponsorshipCreated, kTrustlineSponsorshipRemoved}));
  EXPECT_EQ(rows[1]["details"]["former_sponsor"], AccountStrkey("sponsor1"));
}

TEST(SponsorshipEffects, AreNoneWhileTheSponsorStays) {
  const Json before = SponsoredBy(Account("sponsor1"), AccountEntry("bob", {{"balance", 1}}));
  const Json after = SponsoredBy(Account("sponsor1"), AccountEntry("bob", {{"balance", 2}}));
  EXPECT_TRUE(EffectsOf(Tx("alice")
                            .Op(BeginSponsoringFutureReserves("bob"))
                            .Changes({State(before), Updated(after)}))
                  .empty());
}

Json WithSigners(const JsonList& signers, const JsonList& sponsors) {
  return AccountEntry("bob",
                      {{"signers", signers}, {"ext", ExtensionOf({.signer_sponsors = sponsors})}});
}

TEST(SignerSponsorshipEffects, ComeByKeyBehindTheEffectsOfTheEntry) {
  const Json gone = Signer(HashXSigner("gone"), 1);
  const Json moved = Signer(PreAuthTxSigner("moved"), 1);
  const Json fresh = Signer(Account("fresh"), 1);
  const Json kept = Signer(PayloadSigner("kept", "x"), 1);
  const Json one = Account("sponsor1");
  const Json two = Account("sponsor2");
  const Json before = WithSigners({gone, moved, fresh, kept}, {one, one, nullptr, one});
  const Json after = SponsoredBy(
      two,
      WithSigners({kept, fresh, moved, Signer(Account("unpaid"), 1)}, {one, two, two, nullptr}));
  const JsonList rows = EffectsOf(Tx("alice")
                                      .Op(RevokeSignerSponsorship("bob", HashXSigner("gone")))
                                      .Changes({State(before), Updated(after)}));
  ASSERT_EQ(TypesOf(rows), (Types{kAccountSponsorshipCreated, kSignerSponsorshipCreated,
                                  kSignerSponsorshipUpdated, kSignerSponsorshipRemoved}));
  const std::string bob = AccountStrkey("bob");
  const std::string sponsor1 = AccountStrkey("sponsor1");
  const std::string sponsor2 = AccountStrkey("sponsor2");
  ExpectEffect(rows[1], kSignerSponsorshipCreated, bob,
               {{"signer", AccountStrkey("fresh")}, {"sponsor", sponsor2}});
  ExpectEffect(rows[2], kSignerSponsorshipUpdated, bob,
               {{"former_sponsor", sponsor1},
                {"new_sponsor", sponsor2},
                {"signer", rows[2]["signer_account"]}});
  EXPECT_EQ(rows[2]["signer_account"].get<std::string>()[0], 'T');
  ExpectEffect(rows[3], kSignerSponsorshipRemoved, bob,
               {{"former_sponsor", sponsor1}, {"signer", rows[3]["signer_account"]}});
  EXPECT_EQ(rows[3]["signer_account"].get<std::string>()[0], 'X');
  EXPECT_EQ(rows[3]["signer_weight"], nullptr);
}

TEST(SignerSponsorshipEffects, ReadListsOfDifferentLengths) {
  const Json before =
      WithSigners({Signer(Account("s"), 1), Signer(Account("t"), 1)}, {Account("sponsor1")});
  const Json after = WithSigners({}, {Account("sponsor1"), Account("sponsor2")});
  const JsonList rows = EffectsOf(
      Tx("alice").Op(EndSponsoringFutureReserves()).Changes({State(before), Updated(after)}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["signer_account"], AccountStrkey("s"));
}

TEST(SignerSponsorshipEffects, FollowTheAccountWhenItGoes) {
  const Json before = WithSigners({Signer(Account("s"), 1)}, {Account("sponsor1")});
  const JsonList rows = EffectsOf(Tx("bob")
                                      .Op(AccountMerge("alice"))
                                      .Changes({State(before), Removed(before)})
                                      .Succeeds({AccountMergeSuccess(1)}));
  EXPECT_EQ(TypesOf(rows),
            (Types{kAccountDebited, kAccountCredited, kAccountRemoved, kSignerSponsorshipRemoved}));
}

}  // namespace
}  // namespace lake::testing
