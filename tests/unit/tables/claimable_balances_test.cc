// claimable_balances_snapshot_v1: sponsors, clawback, assets of every type.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "claimable_balances_snapshot_v1";

Json Usd() { return CreditAsset("USD", "issuer"); }

Json Balance(const Json& asset, const Json& fields = Json::object()) {
  return ClaimableBalanceEntry(BalanceId("b"), asset, 70, {Claimant("bob"), Claimant("carol")},
                               fields);
}

TEST(ClaimableBalances, HaveTheirParts) {
  const Json row = RowOfEntry(kTable, SponsoredBy(Account("sponsor"), Balance(Usd())));
  EXPECT_EQ(row["balance_id"], "00000000" + Hex(NameHash("b")));
  EXPECT_EQ(row["sponsor"], AccountStrkey("sponsor"));
  EXPECT_EQ(row["asset_type"], "credit_alphanum4");
  EXPECT_EQ(row["asset_code"], "USD");
  EXPECT_EQ(row["asset_issuer"], AccountStrkey("issuer"));
  EXPECT_EQ(row["amount"], 70);
  EXPECT_EQ(row["claimants_count"], 2);
  EXPECT_EQ(row["flags"], 0);
  EXPECT_EQ(row["ledger_sequence"], 54'321);
}

TEST(ClaimableBalances, SayThatTheyCanBeClawedBack) {
  const Json flags = {{"ext", {{"v1", {{"flags", 1}}}}}};
  EXPECT_EQ(RowOfEntry(kTable, Balance(Usd(), flags))["flags"], 1);
}

TEST(ClaimableBalances, OfLumensNameNoCode) {
  const Json row = RowOfEntry(kTable, Balance(NativeAsset()));
  EXPECT_EQ(row["asset_type"], "native");
  EXPECT_EQ(row["asset_code"], nullptr);
  EXPECT_EQ(row["asset_issuer"], nullptr);
}

TEST(ClaimableBalances, WithoutASponsorNameNone) {
  EXPECT_EQ(RowOfEntry(kTable, Balance(Usd()))["sponsor"], "");
  EXPECT_EQ(RowOfEntry(kTable, SponsoredBy(nullptr, Balance(Usd())))["sponsor"], "");
}

TEST(ClaimableBalances, MadeAndClaimedInOneLedgerHaveNoRow) {
  const Json balance = Balance(Usd());
  EXPECT_TRUE(RowsOfChanges(kTable, {Created(balance), State(balance), Removed(balance)}).empty());
  EXPECT_TRUE(RowsOfChanges(kTable, {State(balance), Removed(balance)}).empty());
}

}  // namespace
}  // namespace lake::testing
