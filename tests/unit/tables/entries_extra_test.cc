// entries_extra_snapshot_v1: sponsors of every kind of entry, and what accounts, trustlines and
// claimable balances have beside.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "entries_extra_snapshot_v1";

Json Usd() { return CreditAsset("USD", "issuer"); }

TEST(EntriesExtra, NameTheSponsorOfEveryClassicEntry) {
  const JsonList entries = {AccountEntry("alice"), TrustLineEntry("alice", Usd()),
                            OfferEntry("alice", 7, NativeAsset(), Usd()),
                            DataEntry("alice", "n", "v")};
  const std::vector<std::string> types = {"account", "trustline", "offer", "data"};
  const std::string alice = AccountStrkey("alice");
  const std::vector<std::string> keys = {alice, alice + ":USD:" + AccountStrkey("issuer"), "7",
                                         alice + ":n"};
  for (std::size_t i = 0; i < entries.size(); ++i) {
    EXPECT_TRUE(RowOfEntry(kTable, entries[i]).is_null()) << types[i];
    const Json row = RowOfEntry(kTable, SponsoredBy(Account("sponsor"), entries[i]));
    EXPECT_EQ(row["entry_type"], types[i]);
    EXPECT_EQ(row["entry_key"], keys[i]);
    EXPECT_EQ(row["sponsor"], AccountStrkey("sponsor"));
    EXPECT_EQ(row["ledger_key_hash"], Hex(Sha256(EncodeXdr("LedgerKey", KeyOf(entries[i])))));
    EXPECT_EQ(row["ledger_range"], 50'000);
  }
}

// Whoever reads the last row of an entry must not find a sponsor that it has no more.
TEST(EntriesExtra, SayThatAnEntryHasNoneOfThemAnyMore) {
  const Json before = SponsoredBy(Account("sponsor"), TrustLineEntry("alice", Usd()));
  const JsonList rows =
      RowsOfChanges(kTable, {State(before), Updated(SponsoredBy(nullptr, before))});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["entry_type"], "trustline");
  EXPECT_EQ(rows[0]["sponsor"], nullptr);
}

TEST(EntriesExtra, OfAccountsHaveInflationDestinationAndSequenceChange) {
  const Json row = RowOfEntry(
      kTable, AccountEntry("alice", {{"inflationDest", Account("pool")},
                                     {"ext", ExtensionOf({.seq_ledger = 4'000'000'000,
                                                          .seq_time = 1'700'000'000})}}));
  EXPECT_EQ(row["inflation_destination"], AccountStrkey("pool"));
  EXPECT_EQ(row["sequence_ledger"], 4'000'000'000);
  EXPECT_EQ(row["sequence_time"], 1'700'000'000);
  EXPECT_EQ(row["sponsor"], nullptr);
  EXPECT_TRUE(
      RowOfEntry(kTable, AccountEntry("alice", {{"ext", ExtensionOf({.num_sponsored = 1})}}))
          .is_null());
}

TEST(EntriesExtra, WithATimeThatDoesNotFitHaveNone) {
  const Json row = RowOfEntry(
      kTable,
      AccountEntry("alice",
                   {{"ext", ExtensionOf({.seq_ledger = 5, .seq_time = 0x8000000000000000u})}}));
  EXPECT_EQ(row["sequence_ledger"], 5);
  EXPECT_EQ(row["sequence_time"], nullptr);
}

TEST(EntriesExtra, OfTrustlinesHaveTheUsesByPools) {
  const auto line = [](const Json& ext) {
    return RowOfEntry(kTable, TrustLineEntry("alice", Usd(), {{"ext", ext}}));
  };
  EXPECT_EQ(line(TrustLineExt(1, 2, 3))["liquidity_pool_use_count"], 3);
  EXPECT_TRUE(line(TrustLineExt(1, 2)).is_null());
}

TEST(EntriesExtra, OfClaimableBalancesHaveTheClaimants) {
  const Json before = {{"absBefore", 1'726'472'954}};
  const Json balance = ClaimableBalanceEntry(BalanceId("b"), Usd(), 70,
                                             {Claimant("bob"), Claimant("carol", before)});
  const JsonList rows = RowsOfChanges(kTable, {Created(balance)});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["entry_type"], "claimable_balance");
  EXPECT_EQ(
      Json::parse(rows[0]["claimants"].get<std::string>()),
      (Json::array(
          {{{"destination", AccountStrkey("bob")}, {"predicate", {{"unconditional", true}}}},
           {{"destination", AccountStrkey("carol")},
            {"predicate",
             {{"abs_before", "2024-09-16T07:49:14Z"}, {"abs_before_epoch", "1726472954"}}}}})));
  EXPECT_TRUE(RowsOfChanges(kTable, {State(balance), Removed(balance)}).empty());
}

}  // namespace
}  // namespace lake::testing
