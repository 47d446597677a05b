// account_signers_snapshot_v1: who may sign, when that changes (decision D17).
#include <gtest/gtest.h>

#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "account_signers_snapshot_v1";

Json AccountWith(const JsonList& signers, const JsonList& sponsors = {},
                 std::string_view thresholds = "01000000") {
  return AccountEntry("alice", {{"signers", signers},
                                {"thresholds", thresholds},
                                {"ext", ExtensionOf({.signer_sponsors = sponsors})}});
}

JsonList RowsOfUpdate(const Json& before, const Json& after) {
  return RowsOfChanges(kTable, {State(before), Updated(after)});
}

TEST(AccountSigners, OfANewAccountAreItsMasterKey) {
  const JsonList rows = RowsOfChanges(kTable, {Created(AccountWith({}))});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["account_id"], AccountStrkey("alice"));
  EXPECT_EQ(rows[0]["signer"], AccountStrkey("alice"));
  EXPECT_EQ(rows[0]["weight"], 1);
  EXPECT_EQ(rows[0]["sponsor"], nullptr);
  EXPECT_EQ(rows[0]["deleted"], false);
  EXPECT_EQ(rows[0]["ledger_sequence"], 54'321);
  EXPECT_EQ(rows[0]["closed_at"], 1'700'000'005'000'000);
}

TEST(AccountSigners, StaySilentWhenSomethingElseChanges) {
  Json after = AccountWith({Signer(Account("bob"), 2)});
  after["data"]["account"]["balance"] = 7;
  EXPECT_TRUE(RowsOfUpdate(AccountWith({Signer(Account("bob"), 2)}), after).empty());
}

TEST(AccountSigners, RemovedBySetOptionsAreDeleted) {
  const JsonList rows =
      RowsOfUpdate(AccountWith({Signer(Account("bob"), 2), Signer(Account("carol"), 3)}),
                   AccountWith({Signer(Account("carol"), 3)}));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1]["signer"], AccountStrkey("carol"));
  EXPECT_EQ(rows[1]["weight"], 3);
  EXPECT_EQ(rows[1]["deleted"], false);
  EXPECT_EQ(rows[2]["signer"], AccountStrkey("bob"));
  EXPECT_EQ(rows[2]["weight"], 0);
  EXPECT_EQ(rows[2]["deleted"], true);
}

TEST(AccountSigners, HaveNewRowsWhenOnlyAWeightChanges) {
  const JsonList rows = RowsOfUpdate(AccountWith({Signer(Account("bob"), 2)}),
                                     AccountWith({Signer(Account("bob"), 9)}));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1]["weight"], 9);
}

TEST(AccountSigners, OfEveryKindAreNamedByTheirStrkeys) {
  const JsonList rows = RowsOfChanges(
      kTable, {Created(AccountWith({Signer(HashXSigner("x"), 1), Signer(PreAuthTxSigner("t"), 2),
                                    Signer(PayloadSigner("p", "payload"), 3)}))});
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[1]["signer"].get<std::string>()[0], 'X');
  EXPECT_EQ(rows[2]["signer"].get<std::string>()[0], 'T');
  EXPECT_EQ(rows[3]["signer"].get<std::string>()[0], 'P');
}

TEST(AccountSigners, NameTheirSponsors) {
  const JsonList signers = {Signer(Account("bob"), 2), Signer(Account("carol"), 3)};
  const JsonList rows =
      RowsOfUpdate(AccountWith(signers), AccountWith(signers, {nullptr, Account("sponsor")}));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["sponsor"], nullptr);
  EXPECT_EQ(rows[1]["sponsor"], nullptr);
  EXPECT_EQ(rows[2]["sponsor"], AccountStrkey("sponsor"));
}

TEST(AccountSigners, NoticeThatASponsorWentOrChanged) {
  const JsonList signers = {Signer(Account("bob"), 2)};
  const Json paid = AccountWith(signers, {Account("sponsor")});
  EXPECT_EQ(RowsOfUpdate(paid, AccountWith(signers)).size(), 2u);
  EXPECT_EQ(RowsOfUpdate(paid, AccountWith(signers, {Account("other")})).size(), 2u);
  EXPECT_TRUE(RowsOfUpdate(paid, paid).empty());
}

TEST(AccountSigners, DeleteTheMasterKeyWhenItsWeightIsZero) {
  const JsonList rows = RowsOfUpdate(AccountWith({}), AccountWith({}, {}, "00000000"));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["signer"], AccountStrkey("alice"));
  EXPECT_EQ(rows[0]["deleted"], true);
}

TEST(AccountSigners, OfAMergedAccountAreAllDeleted) {
  const Json entry = AccountWith({Signer(Account("bob"), 2)}, {Account("sponsor")});
  const JsonList rows = RowsOfChanges(kTable, {State(entry), Removed(entry)});
  ASSERT_EQ(rows.size(), 2u);
  for (const Json& row : rows) {
    EXPECT_EQ(row["deleted"], true);
    EXPECT_EQ(row["weight"], 0);
  }
  EXPECT_EQ(rows[1]["sponsor"], AccountStrkey("sponsor"));
  EXPECT_TRUE(RowsOfChanges(kTable, {Created(entry), State(entry), Removed(entry)}).empty());
}

}  // namespace
}  // namespace lake::testing
