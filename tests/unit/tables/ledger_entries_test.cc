// ledger_entries_snapshot_v1: entries of every kind whole, sponsors, TTLs, removals.
#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/hex.h"
#include "entry_rows.h"
#include "support/every_kind.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "ledger_entries_snapshot_v1";

TEST(LedgerEntries, OfEveryKindAreKeptWhole) {
  for (const Json& entry : EveryEntry()) {
    const Json kept = LastModified(54'320, entry);
    const Json row = RowOfEntry(kTable, kept);
    const XdrBytes key = EncodeXdr("LedgerKey", KeyOf(entry));
    EXPECT_EQ(row["ledger_entry_xdr"], Base64(EncodeXdr("LedgerEntry", kept)));
    EXPECT_EQ(row["ledger_key_xdr"], Base64(key));
    EXPECT_EQ(row["ledger_key_hash"], Hex(Sha256(key)));
    EXPECT_EQ(row["last_modified_ledger"], 54'320);
    EXPECT_EQ(row["ledger_range"], 50'000);
  }
}

TEST(LedgerEntries, NameTheirKindKeyAndSponsor) {
  const Json row =
      RowOfEntry(kTable, SponsoredBy(Account("sponsor"), DataEntry("alice", "n", "v")));
  EXPECT_EQ(row["entry_type"], "data");
  EXPECT_EQ(row["entry_key"], AccountStrkey("alice") + ":n");
  EXPECT_EQ(row["sponsor"], AccountStrkey("sponsor"));
  EXPECT_EQ(row["live_until_ledger"], nullptr);
}

TEST(LedgerEntries, OfContractsLiveAsLongAsTheLedgerSetThemTo) {
  const Json data = ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5));
  const Json other = ContractDataEntry(ContractAddress("token"), ScSymbol("l"), ScU32(5));
  const JsonList rows = RowsOfChanges(
      kTable, {Created(data), Created(TtlEntry(KeyOf(data), 60'000)), Created(other)});
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["live_until_ledger"], 60'000);
  EXPECT_EQ(rows[1]["entry_type"], "ttl");
  EXPECT_EQ(rows[1]["live_until_ledger"], 60'000);
  EXPECT_EQ(rows[2]["live_until_ledger"], nullptr);
}

TEST(LedgerEntries, HaveOneRowForSeveralChangesAndNoneWhenTheyAreGone) {
  const Json before = DataEntry("alice", "n", "1");
  const Json after = LastModified(54'321, DataEntry("alice", "n", "2"));
  const JsonList rows = RowsOfChanges(kTable, {Created(before), State(before), Updated(after)});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["ledger_entry_xdr"], Base64(EncodeXdr("LedgerEntry", after)));
  EXPECT_TRUE(RowsOfChanges(kTable, {State(before), Removed(before)}).empty());
}

}  // namespace
}  // namespace lake::testing
