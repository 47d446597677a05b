// restored_keys_state_v1: RESTORED changes, and where there are none what RestoreFootprint did.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/op_results.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "restored_keys_state_v1";

std::string HashOfKey(const Json& key) { return Hex(Sha256(EncodeXdr("LedgerKey", key))); }

Json Data() { return ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5)); }
Json Code() { return ContractCodeEntry("wasm"); }

JsonList RowsIn(std::uint32_t protocol, const Tx& tx) {
  LedgerChain chain(kTestPassphrase, 54'321, protocol);
  return RowsOf(kTable, chain, tx);
}

// A RestoreFootprint of data and code that extends the TTL of the data only.
Tx Restore() {
  Tx tx("alice");
  tx.Op(RestoreFootprint())
      .Soroban({.read_write = {KeyOf(Data()), KeyOf(Code())}})
      .Changes({State(TtlEntry(KeyOf(Data()), 40'000)), Updated(TtlEntry(KeyOf(Data()), 90'000))});
  return tx;
}

TEST(RestoredKeys, AreThoseWhoseTtlChangedWhereNothingSaysSo) {
  for (const std::uint32_t protocol : {20u, 22u}) {
    const JsonList rows = RowsIn(protocol, Restore());
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0]["key_hash"], HashOfKey(KeyOf(Data())));
    EXPECT_EQ(rows[0]["contract_id"], ContractStrkey("token"));
    EXPECT_EQ(rows[0]["key_type"], "ScValTypeScvSymbol");
    EXPECT_EQ(rows[0]["durability"], "persistent");
    EXPECT_EQ(rows[0]["restored_from_ledger"], 40'000);
    EXPECT_EQ(rows[0]["ledger_entry_type"], "LedgerEntryTypeContractData");
    EXPECT_EQ(rows[0]["ledger_sequence"], 54'321);
  }
}

TEST(RestoredKeys, AreNoneOfAFailedOrAnotherOperation) {
  Tx failed = Restore();
  EXPECT_TRUE(
      RowsIn(22, failed.Fails({Failure("RESTORE_FOOTPRINT", "RESTORE_FOOTPRINT_MALFORMED")}))
          .empty());
  Tx extend("alice");
  extend.Op(ExtendFootprintTtl(90'000))
      .Soroban({.read_write = {KeyOf(Data())}})
      .Changes({State(TtlEntry(KeyOf(Data()), 40'000)), Updated(TtlEntry(KeyOf(Data()), 90'000))});
  EXPECT_TRUE(RowsIn(22, extend).empty());
}

TEST(RestoredKeys, MayBeOfAFeeBump) {
  EXPECT_EQ(RowsIn(22, Restore().FeeBump("carol", 90'000)).size(), 1u);
}

TEST(RestoredKeys, AreTheRestoredChangesWhateverTheProtocol) {
  const Json ttl = TtlEntry(KeyOf(Data()), 90'000);
  Tx tx("alice");
  tx.Op(InvokeContract("token", "mint", {}))
      .Soroban({})
      .Changes({Restored(LastModified(900, Data())), Restored(ttl), Restored(Code()),
                State(TtlEntry(KeyOf(Code()), 5)), Updated(TtlEntry(KeyOf(Code()), 6))});
  for (const std::uint32_t protocol : {20u, 22u, 23u}) {
    const JsonList rows = RowsIn(protocol, tx);
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0]["restored_from_ledger"], 900);
    EXPECT_EQ(rows[1]["key_hash"], HashOfKey(KeyOf(ttl)));
    EXPECT_EQ(rows[1]["key_type"], "LedgerEntryTypeTtl");
    EXPECT_EQ(rows[1]["contract_id"], ContractStrkey("token"));
    EXPECT_EQ(rows[1]["restored_from_ledger"], 900);
    EXPECT_EQ(rows[2]["contract_id"], Hex(Sha256(AsBytes("wasm"))));
    EXPECT_EQ(rows[2]["restored_from_ledger"], 0);  // stamped with this ledger: not known
  }
}

TEST(RestoredKeys, DoNotComeFromTheFootprintOfAnOperationThatSaysSo) {
  Tx tx = Restore();
  tx.Changes({Restored(TtlEntry(KeyOf(Code()), 90'000)), State(TtlEntry(KeyOf(Data()), 40'000)),
              Updated(TtlEntry(KeyOf(Data()), 90'000))});
  for (const std::uint32_t protocol : {22u, 23u}) {
    const JsonList rows = RowsIn(protocol, tx);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0]["key_type"], "LedgerEntryTypeTtl");
  }
}

TEST(RestoredKeys, HaveARowThoughTheEntryIsGoneAtTheEnd) {
  Tx tx("alice");
  tx.Op(InvokeContract("token", "burn", {}))
      .Soroban({})
      .Changes({Restored(LastModified(900, Data())), Removed(Data())});
  EXPECT_EQ(RowsIn(23, tx).size(), 1u);
}

}  // namespace
}  // namespace lake::testing
