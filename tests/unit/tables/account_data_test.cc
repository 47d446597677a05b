// account_data_snapshot_v1: names and values as bytes, sponsors, removals.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "account_data_snapshot_v1";

TEST(AccountData, HaveNameAndValue) {
  const Json entry = DataEntry("alice", "config.memo_required", "1");
  const Json row = RowOfEntry(kTable, LastModified(54'000, entry));
  EXPECT_EQ(row["account_id"], AccountStrkey("alice"));
  EXPECT_EQ(row["data_name"], "config.memo_required");
  EXPECT_EQ(row["data_value"], "MQ==");
  EXPECT_EQ(row["sponsor"], nullptr);
  EXPECT_EQ(row["last_modified_ledger"], 54'000);
  EXPECT_EQ(row["ledger_key_hash"], Hex(Sha256(EncodeXdr("LedgerKey", KeyOf(entry)))));
  EXPECT_EQ(row["ledger_sequence"], 54'321);
  EXPECT_EQ(row["ledger_range"], 50'000);
}

TEST(AccountData, NameTheirSponsor) {
  const Json row = RowOfEntry(kTable, SponsoredBy(Account("sponsor"), DataEntry("a", "n", "v")));
  EXPECT_EQ(row["sponsor"], AccountStrkey("sponsor"));
}

// The network lets no such name in; a damaged ledger may.
TEST(AccountData, WithNamesThatPrintAlikeAreToldApart) {
  const JsonList rows = RowsOfChanges(kTable, {Created(DataEntry("alice", "n\xff", "1")),
                                               Created(DataEntry("alice", "n\xfe", "2"))});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["data_name"], rows[1]["data_name"]);
  EXPECT_NE(rows[0]["ledger_key_hash"], rows[1]["ledger_key_hash"]);
}

TEST(AccountData, ThatAreRemovedHaveNoRow) {
  const Json entry = DataEntry("alice", "n", "v");
  EXPECT_TRUE(RowsOfChanges(kTable, {State(entry), Removed(entry)}).empty());
}

TEST(AccountData, ThatChangeTwiceHaveTheLastValue) {
  const JsonList rows = RowsOfChanges(
      kTable, {Created(DataEntry("alice", "n", "1")), State(DataEntry("alice", "n", "1")),
               Updated(DataEntry("alice", "n", "2"))});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["data_value"], "Mg==");
}

}  // namespace
}  // namespace lake::testing
