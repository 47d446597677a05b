// evicted_keys_state_v1, in both versions of LedgerCloseMeta that have evictions.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "evicted_keys_state_v1";

std::string HashOfKey(const Json& key) { return Hex(Sha256(EncodeXdr("LedgerKey", key))); }

class EvictedKeys : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  JsonList Evict(const JsonList& keys) {
    LedgerChain chain(kTestPassphrase, 54'321, GetParam());
    return RowsOf(kTable, chain, LedgerSpec().Evict(keys));
  }
};

TEST_P(EvictedKeys, SayWhoseTheyWere) {
  const Json temporary =
      KeyOf(ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5), "TEMPORARY"));
  const Json instance =
      KeyOf(ContractDataEntry(ContractAddress("token"), ScLedgerKeyContractInstance(), ScVoid()));
  const Json code = KeyOf(ContractCodeEntry("wasm"));
  const JsonList rows = Evict({temporary, instance, code});
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["key_hash"], HashOfKey(temporary));
  EXPECT_EQ(rows[0]["contract_id"], ContractStrkey("token"));
  EXPECT_EQ(rows[0]["key_type"], "ScValTypeScvSymbol");
  EXPECT_EQ(rows[0]["durability"], "temporary");
  EXPECT_EQ(rows[0]["ledger_entry_type"], "LedgerEntryTypeContractData");
  EXPECT_EQ(rows[0]["ledger_sequence"], 54'321);
  EXPECT_EQ(rows[0]["closed_at"], 1'700'000'005'000'000);
  EXPECT_EQ(rows[1]["key_type"], "ScValTypeScvLedgerKeyContractInstance");
  EXPECT_EQ(rows[1]["durability"], "persistent");
  EXPECT_EQ(rows[2]["contract_id"], Hex(Sha256(AsBytes("wasm"))));
  EXPECT_EQ(rows[2]["key_type"], "ContractCode");
  EXPECT_EQ(rows[2]["durability"], "persistent");
}

TEST_P(EvictedKeys, OfTtlsTakeTheWordsOfTheirOwners) {
  const Json data =
      KeyOf(ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5), "TEMPORARY"));
  const Json ttl = KeyOf(TtlEntry(data, 1));
  const Json stray = KeyOf(TtlEntry(KeyOf(ContractCodeEntry("elsewhere")), 1));
  const JsonList rows = Evict({ttl, data, stray});  // whatever the order
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["contract_id"], ContractStrkey("token"));
  EXPECT_EQ(rows[0]["durability"], "temporary");
  EXPECT_EQ(rows[0]["key_type"], "LedgerEntryTypeTtl");
  EXPECT_EQ(rows[0]["ledger_entry_type"], "LedgerEntryTypeTtl");
  EXPECT_EQ(rows[2]["contract_id"], "");
  EXPECT_EQ(rows[2]["durability"], "unknown");
}

TEST_P(EvictedKeys, AreListedOnce) {
  const Json code = KeyOf(ContractCodeEntry("wasm"));
  EXPECT_EQ(Evict({code, code, code}).size(), 1u);
  EXPECT_TRUE(Evict({}).empty());
}

TEST_P(EvictedKeys, OfClassicEntriesAreKeptThoughTheNetworkHasNone) {
  const JsonList rows = Evict({KeyOf(AccountEntry("alice"))});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["key_type"], "LedgerEntryTypeAccount");
  EXPECT_EQ(rows[0]["durability"], "unknown");
}

INSTANTIATE_TEST_SUITE_P(V1AndV2, EvictedKeys, ::testing::Values(20, 22, 23));

TEST(EvictedKeysOfOldLedgers, AreNone) {
  LedgerChain chain(kTestPassphrase, 54'321, 19);
  EXPECT_TRUE(RowsOf(kTable, chain, LedgerSpec()).empty());
}

}  // namespace
}  // namespace lake::testing
