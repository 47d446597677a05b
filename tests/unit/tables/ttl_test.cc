// ttl_snapshot_v1: the longest of several extensions, and entries at the edge of their lives.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "ttl_snapshot_v1";

Json Key() { return KeyOf(ContractCodeEntry("wasm")); }
Json Until(std::uint32_t ledger) { return TtlEntry(Key(), ledger); }

Json OnlyRow(const JsonList& changes) {
  const JsonList rows = RowsOfChanges(kTable, changes, 23);
  return rows.size() == 1 ? rows[0] : Json();
}

TEST(Ttl, HasWhatIsLeft) {
  const Json row = OnlyRow({State(Until(50'000)), Updated(LastModified(54'000, Until(60'000)))});
  EXPECT_EQ(row["key_hash"], Hex(Sha256(EncodeXdr("LedgerKey", Key()))));
  EXPECT_EQ(row["live_until_ledger_seq"], 60'000);
  EXPECT_EQ(row["ttl_remaining"], 60'000 - 54'321);
  EXPECT_EQ(row["expired"], false);
  EXPECT_EQ(row["deleted"], false);
  EXPECT_EQ(row["last_modified_ledger"], 54'000);
  EXPECT_EQ(row["ledger_entry_change"], 1);
  EXPECT_EQ(row["ledger_sequence"], 54'321);
  EXPECT_EQ(row["closed_at"], 1'700'000'005'000'000);
}

TEST(Ttl, IsTheLongestOfSeveralExtensions) {
  const Json row = OnlyRow({State(Until(50'000)), Updated(Until(60'000)), State(Until(50'000)),
                            Updated(Until(70'000)), State(Until(50'000)), Updated(Until(65'000))});
  EXPECT_EQ(row["live_until_ledger_seq"], 70'000);
  EXPECT_EQ(OnlyRow({Created(Until(90'000)), State(Until(90'000)),
                     Updated(Until(60'000))})["live_until_ledger_seq"],
            90'000);
}

TEST(Ttl, IsOverOnlyAfterItsLastLedger) {
  const Json last = OnlyRow({Created(Until(54'321))});
  EXPECT_EQ(last["ttl_remaining"], 0);
  EXPECT_EQ(last["expired"], false);
  EXPECT_EQ(last["ledger_entry_change"], 0);
  const Json gone = OnlyRow({Created(Until(54'320))});
  EXPECT_EQ(gone["ttl_remaining"], -1);
  EXPECT_EQ(gone["expired"], true);
  EXPECT_EQ(OnlyRow({Created(Until(UINT32_MAX))})["ttl_remaining"], 4'294'967'295 - 54'321);
}

TEST(Ttl, RemovedShowsItsLastState) {
  const Json row = OnlyRow({State(LastModified(7, Until(50'000))), Removed(Until(50'000))});
  EXPECT_EQ(row["deleted"], true);
  EXPECT_EQ(row["ledger_entry_change"], 2);
  EXPECT_EQ(row["live_until_ledger_seq"], 50'000);
  EXPECT_EQ(row["last_modified_ledger"], 7);
}

TEST(Ttl, RestoredSaysSo) {
  EXPECT_EQ(OnlyRow({Restored(Until(60'000))})["ledger_entry_change"], 4);
  EXPECT_EQ(OnlyRow({Restored(Until(60'000)), Updated(Until(61'000))})["live_until_ledger_seq"],
            61'000);
}

}  // namespace
}  // namespace lake::testing
