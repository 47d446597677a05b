// accounts_snapshot_v1 where real samples are poor: every flag and extension, signers of every
// kind, domains that are no UTF-8, entries that come and go in one ledger.
#include <gtest/gtest.h>

#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "accounts_snapshot_v1";

Json RowOf(const Json& fields) { return RowOfEntry(kTable, AccountEntry("alice", fields)); }

TEST(Accounts, HaveTheirNumbers) {
  const Json row = RowOf({{"balance", 12'345'678'901},
                          {"seqNum", 77},
                          {"numSubEntries", 3},
                          {"thresholds", "ff010203"},
                          {"ext", ExtensionOf({.num_sponsored = 4, .num_sponsoring = 5})}});
  EXPECT_EQ(row["account_id"], AccountStrkey("alice"));
  EXPECT_EQ(row["ledger_sequence"], 54'321);
  EXPECT_EQ(row["ledger_range"], 50'000);
  EXPECT_EQ(row["closed_at"], 1'700'000'005'000'000);
  EXPECT_EQ(row["created_at"], row["closed_at"]);
  EXPECT_EQ(row["updated_at"], row["closed_at"]);
  EXPECT_EQ(row["balance"], "1234.5678901");
  EXPECT_EQ(row["sequence_number"], 77);
  EXPECT_EQ(row["num_subentries"], 3);
  EXPECT_EQ(row["num_sponsored"], 4);
  EXPECT_EQ(row["num_sponsoring"], 5);
  EXPECT_EQ(row["master_weight"], 255);
  EXPECT_EQ(row["low_threshold"], 1);
  EXPECT_EQ(row["med_threshold"], 2);
  EXPECT_EQ(row["high_threshold"], 3);
}

TEST(Accounts, WithoutExtensionsSponsorNobody) {
  const Json row = RowOf(Json::object());
  EXPECT_EQ(row["num_sponsored"], 0);
  EXPECT_EQ(row["num_sponsoring"], 0);
  EXPECT_EQ(row["home_domain"], nullptr);
  EXPECT_EQ(row["signers"], nullptr);
  EXPECT_EQ(row["sponsor_account"], nullptr);
  const Json old = RowOf({{"ext", ExtensionOf({.buying_liabilities = 1})}});
  EXPECT_EQ(old["num_sponsored"], 0);
}

TEST(Accounts, SpellTheirFlagsOneByOne) {
  const char* const names[] = {"auth_required", "auth_revocable", "auth_immutable",
                               "auth_clawback_enabled"};
  for (std::uint32_t bit = 0; bit < 4; ++bit) {
    const Json row = RowOf({{"flags", 1u << bit}});
    EXPECT_EQ(row["flags"], 1 << bit);
    for (std::uint32_t i = 0; i < 4; ++i) EXPECT_EQ(row[names[i]], i == bit) << names[i];
  }
}

TEST(Accounts, ListSignersOfEveryKindInTheirOrder) {
  const Json row =
      RowOf({{"signers", JsonList{Signer(HashXSigner("x"), 1), Signer(Account("bob"), 255),
                                  Signer(PreAuthTxSigner("t"), 0),
                                  Signer(PayloadSigner("p", "payload"), 3)}}});
  const Json signers = Json::parse(row["signers"].get<std::string>());
  ASSERT_EQ(signers.size(), 4u);
  EXPECT_EQ(signers[0]["key"].get<std::string>()[0], 'X');
  EXPECT_EQ(signers[0]["weight"], 1);
  EXPECT_EQ(signers[1]["key"], AccountStrkey("bob"));
  EXPECT_EQ(signers[1]["weight"], 255);
  EXPECT_EQ(signers[2]["key"].get<std::string>()[0], 'T');
  EXPECT_EQ(signers[3]["key"].get<std::string>()[0], 'P');
}

TEST(Accounts, HaveRoomForTwentyOfTheLongestSigners) {
  JsonList signers;
  for (int i = 0; i < 20; ++i) {
    signers.push_back(Signer(PayloadSigner(std::to_string(i), std::string(64, 'p')), UINT32_MAX));
  }
  const Json parsed = Json::parse(RowOf({{"signers", signers}})["signers"].get<std::string>());
  ASSERT_EQ(parsed.size(), 20u);
  EXPECT_EQ(parsed[19]["weight"], UINT32_MAX);
  EXPECT_EQ(parsed[19]["key"].get<std::string>().size(), 165u);
}

TEST(Accounts, NameWhoPaysTheirReserve) {
  const Json entry = SponsoredBy(Account("sponsor"), AccountEntry("alice"));
  EXPECT_EQ(RowOfEntry(kTable, entry)["sponsor_account"], AccountStrkey("sponsor"));
  const Json unpaid = SponsoredBy(nullptr, AccountEntry("alice"));
  EXPECT_EQ(RowOfEntry(kTable, unpaid)["sponsor_account"], nullptr);
}

TEST(Accounts, HaveDomainsOfCleanText) {
  EXPECT_EQ(RowOf({{"homeDomain", "b\xFCro.example"}})["home_domain"], "b\xEF\xBF\xBDro.example");
  EXPECT_EQ(RowOf({{"homeDomain", std::string("a\0b", 3)}})["home_domain"], "ab");
}

TEST(Accounts, ShowWhatNoLedgerShouldHaveAsItIs) {
  const Json row = RowOf({{"balance", INT64_MIN}, {"seqNum", -1}, {"flags", UINT32_MAX}});
  EXPECT_EQ(row["balance"], "-922337203685.4775808");
  EXPECT_EQ(row["sequence_number"], -1);
  EXPECT_EQ(row["flags"], nullptr);  // more than the column holds
  EXPECT_EQ(row["auth_immutable"], true);
}

TEST(Accounts, HaveOneRowPerLedgerWithTheLastState) {
  const Json first = AccountEntry("alice", {{"balance", 10}});
  const Json last = AccountEntry("alice", {{"balance", 20}});
  const JsonList rows =
      RowsOfChanges(kTable, {State(first), Updated(first), State(first), Updated(last)});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["balance"], "0.0000020");
}

TEST(Accounts, CreatedAndMergedInOneLedgerHaveNoRow) {
  const Json entry = AccountEntry("bob");
  EXPECT_TRUE(RowsOfChanges(kTable, {Created(entry), State(entry), Removed(entry)}).empty());
  EXPECT_TRUE(RowsOfChanges(kTable, {State(entry), Removed(entry)}).empty());
}

}  // namespace
}  // namespace lake::testing
