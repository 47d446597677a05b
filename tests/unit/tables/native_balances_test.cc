// native_balances_snapshot_v1: lumens and what offers promise of them.
#include <gtest/gtest.h>

#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "native_balances_snapshot_v1";

TEST(NativeBalances, HaveTheAccountsNumbers) {
  const Json fields = {{"balance", 9},
                       {"seqNum", 8},
                       {"numSubEntries", 7},
                       {"ext", ExtensionOf({.buying_liabilities = 1,
                                            .selling_liabilities = 2,
                                            .num_sponsored = 3,
                                            .num_sponsoring = 4})}};
  const Json entry = LastModified(54'000, AccountEntry("alice", fields));
  const Json row = RowOfEntry(kTable, entry);
  EXPECT_EQ(row["account_id"], AccountStrkey("alice"));
  EXPECT_EQ(row["balance"], 9);
  EXPECT_EQ(row["sequence_number"], 8);
  EXPECT_EQ(row["num_subentries"], 7);
  EXPECT_EQ(row["buying_liabilities"], 1);
  EXPECT_EQ(row["selling_liabilities"], 2);
  EXPECT_EQ(row["num_sponsored"], 3);
  EXPECT_EQ(row["num_sponsoring"], 4);
  EXPECT_EQ(row["last_modified_ledger"], 54'000);
  EXPECT_EQ(row["ledger_sequence"], 54'321);
  EXPECT_EQ(row["ledger_range"], 50'000);
}

TEST(NativeBalances, WithoutExtensionOweNothing) {
  const Json row = RowOfEntry(kTable, AccountEntry("alice"));
  EXPECT_EQ(row["buying_liabilities"], 0);
  EXPECT_EQ(row["selling_liabilities"], 0);
}

TEST(NativeBalances, OfRemovedAccountsHaveNoRow) {
  const Json entry = AccountEntry("alice");
  EXPECT_TRUE(RowsOfChanges(kTable, {State(entry), Removed(entry)}).empty());
}

}  // namespace
}  // namespace lake::testing
