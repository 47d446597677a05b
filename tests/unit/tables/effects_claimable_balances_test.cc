// effects_row_v1: claimable balances.
#include <gtest/gtest.h>

#include "support/effect_rows.h"

namespace lake::testing {
namespace {

using enum EffectType;
using Types = std::vector<EffectType>;

Json Usd() { return CreditAsset("USD", "issuer"); }
Json ClawbackEnabled() { return {{"ext", {{"v1", {{"flags", 1}}}}}}; }
Json Balance(const JsonList& claimants, const Json& fields = Json::object()) {
  return ClaimableBalanceEntry(BalanceId("b"), Usd(), 15, claimants, fields);
}
std::string IdText() { return BalanceIdText("b"); }

Tx Creating(const JsonList& asked, const JsonList& changes) {
  return Tx("alice")
      .Op(CreateClaimableBalance(Usd(), 15, asked))
      .Changes(changes)
      .Succeeds({CreateClaimableBalanceSuccess(BalanceId("b"))});
}

TEST(CreateClaimableBalanceEffects, ShowThePredicatesThatWereAskedFor) {
  const Json relative = {{"relBefore", 3600}};
  const Json absolute = {{"absBefore", 1'700'003'600}};
  const JsonList rows =
      EffectsOf(Creating({Claimant("bob", relative), Claimant("carol")},
                         {Created(Balance({Claimant("bob", absolute), Claimant("carol")}))}));
  EXPECT_EQ(TypesOf(rows), (Types{kClaimableBalanceCreated, kClaimableBalanceClaimantCreated,
                                  kClaimableBalanceClaimantCreated, kAccountDebited}));
  ASSERT_EQ(rows.size(), 4u);
  const std::string alice = AccountStrkey("alice");
  const Json about = {
      {"amount", "0.0000015"}, {"asset", AssetName("USD", "issuer")}, {"balance_id", IdText()}};
  ExpectEffect(rows[0], kClaimableBalanceCreated, alice, about);
  Json of_bob = about;
  of_bob["predicate"] = {{"rel_before", "3600"}};
  ExpectEffect(rows[1], kClaimableBalanceClaimantCreated, AccountStrkey("bob"), of_bob);
  Json of_carol = about;
  of_carol["predicate"] = {{"unconditional", true}};
  ExpectEffect(rows[2], kClaimableBalanceClaimantCreated, AccountStrkey("carol"), of_carol);
  const Json amount = WithAsset("USD", "issuer", {{"amount", "0.0000015"}});
  ExpectEffect(rows[3], kAccountDebited, alice, amount);
  for (const Json& row : rows) EXPECT_EQ(ColumnsOfDetails(row), amount);
}

TEST(CreateClaimableBalanceEffects, SayThatTheBalanceCanBeClawedBack) {
  const JsonList rows = EffectsOf(Creating({}, {Created(Balance({}, ClawbackEnabled()))}));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["details"]["claimable_balance_clawback_enabled_flag"], true);
  EXPECT_EQ(rows[0]["clawback_flag"], true);
}

TEST(ClaimClaimableBalanceEffects, CreditTheClaimer) {
  const Json balance = Balance({Claimant("alice")}, ClawbackEnabled());
  const Json other = ClaimableBalanceEntry(BalanceId("other"), NativeAsset(), 1, {});
  const JsonList rows =
      EffectsOf(Tx("carol")
                    .Op(From(Muxed("alice", 4), ClaimClaimableBalance(BalanceId("b"))))
                    .Changes({State(other), Removed(other), State(balance), Removed(balance)}));
  ASSERT_EQ(rows.size(), 2u);
  ExpectEffect(rows[0], kClaimableBalanceClaimed, AccountStrkey("alice"),
               {{"amount", "0.0000015"},
                {"asset", AssetName("USD", "issuer")},
                {"balance_id", IdText()},
                {"claimable_balance_clawback_enabled_flag", true}});
  ExpectEffect(rows[1], kAccountCredited, AccountStrkey("alice"),
               WithAsset("USD", "issuer", {{"amount", "0.0000015"}}));
  EXPECT_EQ(rows[0]["account_muxed"], MuxedStrkey("alice", 4));
  EXPECT_EQ(rows[0]["clawback_flag"], true);
}

TEST(ClawbackClaimableBalanceEffects, CreditTheIssuer) {
  const Json balance = Balance({Claimant("alice")});
  const JsonList rows = EffectsOf(Tx("issuer")
                                      .Op(ClawbackClaimableBalance(BalanceId("b")))
                                      .Changes({State(balance), Removed(balance)}));
  ASSERT_EQ(rows.size(), 2u);
  ExpectEffect(rows[0], kClaimableBalanceClawedBack, AccountStrkey("issuer"),
               {{"balance_id", IdText()}});
  ExpectEffect(rows[1], kAccountCredited, AccountStrkey("issuer"),
               WithAsset("USD", "issuer", {{"amount", "0.0000015"}}));
}

TEST(ClaimableBalanceEffects, RefuseALedgerThatLacksTheBalance) {
  constexpr std::string_view kTable = "effects_row_v1";
  const std::string error =
      "ledger 1000: tx 1: op 0: the claimable balance is not among the entry changes";
  EXPECT_EQ(ErrorOf(kTable, Creating({}, {})), error);
  const Json id = BalanceId("b");
  EXPECT_EQ(ErrorOf(kTable, Tx("alice").Op(ClaimClaimableBalance(id))), error);
  EXPECT_EQ(ErrorOf(kTable, Tx("alice").Op(ClawbackClaimableBalance(id))), error);
}

}  // namespace
}  // namespace lake::testing
