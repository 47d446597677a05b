// ledger_entry_removals_stream_v1: every type of entry, removed and evicted (decision D4).
#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/hex.h"
#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "ledger_entry_removals_stream_v1";

Json Usd() { return CreditAsset("USD", "issuer"); }
std::string HashOfKey(const Json& key) { return Hex(Sha256(EncodeXdr("LedgerKey", key))); }

struct NamedEntry {
  Json entry;
  std::string type;
  std::string name;
};

std::vector<NamedEntry> EveryEntry() {
  const std::string alice = AccountStrkey("alice");
  const Json data = ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5));
  const Json pool = PoolId(NativeAsset(), Usd());
  return {
      {AccountEntry("alice"), "account", alice},
      {TrustLineEntry("alice", Usd()), "trustline", alice + ":USD:" + AccountStrkey("issuer")},
      {TrustLineEntry("alice", PoolShareAsset(pool)), "trustline",
       alice + ":" + Hex(pool.get_binary())},
      {OfferEntry("alice", 44, NativeAsset(), Usd()), "offer", "44"},
      {DataEntry("alice", "name", "value"), "data", alice + ":name"},
      {DataEntry("alice", "caf\xE9", "value"), "data", alice + ":caf\xEF\xBF\xBD"},
      {ClaimableBalanceEntry(BalanceId("b"), Usd(), 5, {Claimant("bob")}), "claimable_balance",
       "00000000" + Hex(NameHash("b"))},
      {PoolEntry(NativeAsset(), Usd()), "liquidity_pool", Hex(pool.get_binary())},
      {data, "contract_data", ContractStrkey("token") + ":" + HashOfKey(KeyOf(data))},
      {ContractCodeEntry("wasm"), "contract_code", Hex(Sha256(AsBytes("wasm")))},
      {ConfigSettingEntry("contractCompute", Json::object()), "config_setting", "1"},
      {TtlEntry(KeyOf(data), 5000), "ttl", HashOfKey(KeyOf(data))},
  };
}

void ExpectRow(const Json& row, const NamedEntry& expected, std::string_view reason) {
  EXPECT_EQ(row["entry_type"], expected.type);
  EXPECT_EQ(row["entry_key"], expected.name);
  EXPECT_EQ(row["reason"], reason);
  const XdrBytes key = EncodeXdr("LedgerKey", KeyOf(expected.entry));
  EXPECT_EQ(row["ledger_key_xdr"], Base64(key));
  EXPECT_EQ(row["ledger_key_hash"], Hex(Sha256(key)));
}

TEST(Removals, NameEveryTypeOfEntry) {
  JsonList changes;
  for (const NamedEntry& named : EveryEntry()) {
    changes.push_back(State(named.entry));
    changes.push_back(Removed(named.entry));
  }
  const JsonList rows = RowsOfChanges(kTable, changes);
  ASSERT_EQ(rows.size(), EveryEntry().size());
  for (std::size_t i = 0; i < rows.size(); ++i) ExpectRow(rows[i], EveryEntry()[i], "removed");
  EXPECT_EQ(rows[0]["ledger_sequence"], 54'321);
  EXPECT_EQ(rows[0]["ledger_range"], 50'000);
  EXPECT_EQ(rows[0]["closed_at"], 1'700'000'005'000'000);
}

TEST(Removals, NameEveryTypeOfEvictedEntry) {
  for (const std::uint32_t protocol : {22u, 23u}) {  // LedgerCloseMeta V1 and V2
    LedgerChain chain(kTestPassphrase, 54'321, protocol);
    JsonList keys;
    for (const NamedEntry& named : EveryEntry()) keys.push_back(KeyOf(named.entry));
    const JsonList rows = RowsOf(kTable, chain, LedgerSpec().Evict(keys));
    ASSERT_EQ(rows.size(), EveryEntry().size());
    for (std::size_t i = 0; i < rows.size(); ++i) ExpectRow(rows[i], EveryEntry()[i], "evicted");
  }
}

TEST(Removals, HaveOneRowPerKey) {
  LedgerChain chain(kTestPassphrase, 54'321, 22);
  const Json code = ContractCodeEntry("wasm"), other = ContractCodeEntry("other");
  const JsonList rows =
      RowsOf(kTable, chain,
             LedgerSpec()
                 .Add(Tx("alice").Op(Inflation()).Changes({State(code), Removed(code)}))
                 .Evict({KeyOf(code), KeyOf(other), KeyOf(other)}));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["reason"], "removed");
  EXPECT_EQ(rows[1]["reason"], "evicted");
  EXPECT_EQ(rows[1]["entry_key"], Hex(Sha256(AsBytes("other"))));
}

TEST(Removals, AreNetOfTheLedger) {
  const Json entry = DataEntry("alice", "name", "value");
  EXPECT_TRUE(RowsOfChanges(kTable, {Created(entry), State(entry), Removed(entry)}).empty());
  EXPECT_TRUE(RowsOfChanges(kTable, {State(entry), Removed(entry), Created(entry)}).empty());
  EXPECT_EQ(
      RowsOfChanges(kTable, {State(entry), Updated(entry), State(entry), Removed(entry)}).size(),
      1u);
}

}  // namespace
}  // namespace lake::testing
