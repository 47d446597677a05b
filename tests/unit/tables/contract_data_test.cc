// contract_data_snapshot_v1: asset contracts that are what they say and those that are not,
// balances, nonces, entries that go.
#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/hex.h"
#include "entry_rows.h"
#include "support/asset_contracts.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "contract_data_snapshot_v1";

const Hash256 kNetwork = Sha256(AsBytes(kTestPassphrase));

Json Usd() { return CreditAsset("USD", "issuer"); }
Json UsdContract() { return AssetContractAddress(kNetwork, Usd()); }

void ExpectNoAsset(const Json& entry) {
  const Json row = RowOfEntry(kTable, entry);
  ASSERT_FALSE(row.is_null());
  EXPECT_EQ(row["asset_type"], nullptr);
  EXPECT_EQ(row["asset_code"], nullptr);
  EXPECT_EQ(row["asset_issuer"], nullptr);
}

void ExpectNoBalance(const Json& entry) {
  const Json row = RowOfEntry(kTable, entry);
  ASSERT_FALSE(row.is_null());
  EXPECT_EQ(row["balance"], nullptr);
  EXPECT_EQ(row["balance_holder"], nullptr);
}

TEST(ContractData, HaveTheirParts) {
  const Json entry = LastModified(
      54'000, ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5), "TEMPORARY"));
  const Json row = RowOfEntry(kTable, entry);
  EXPECT_EQ(row["contract_id"], ContractStrkey("token"));
  EXPECT_EQ(row["ledger_key_hash"], Hex(Sha256(EncodeXdr("LedgerKey", KeyOf(entry)))));
  EXPECT_EQ(row["contract_key_type"], "ScValTypeScvSymbol");
  EXPECT_EQ(row["contract_durability"], "ContractDataDurabilityTemporary");
  EXPECT_EQ(row["last_modified_ledger"], 54'000);
  EXPECT_EQ(row["ledger_entry_change"], 1);
  EXPECT_EQ(row["deleted"], false);
  EXPECT_EQ(row["contract_data_xdr"],
            Base64(EncodeXdr("ContractDataEntry", entry["data"]["contractData"])));
  EXPECT_EQ(row["ledger_sequence"], 54'321);
  EXPECT_EQ(row["closed_at"], 1'700'000'005'000'000);
}

TEST(ContractData, TellEveryKindOfChange) {
  const Json entry = ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5));
  const auto kind = [](const JsonList& changes) -> Json {
    const JsonList rows = RowsOfChanges(kTable, changes);
    return rows.empty() ? Json() : Json{rows[0]["ledger_entry_change"], rows[0]["deleted"]};
  };
  EXPECT_EQ(kind({Created(entry)}), (Json{0, false}));
  EXPECT_EQ(kind({State(entry), Updated(entry)}), (Json{1, false}));
  EXPECT_EQ(kind({State(entry), Removed(entry)}), (Json{2, true}));
  EXPECT_EQ(kind({Restored(entry)}), (Json{4, false}));
  EXPECT_EQ(kind({Restored(entry), Updated(entry)}), (Json{4, false}));
  EXPECT_EQ(kind({Restored(entry), Removed(entry)}), (Json{2, true}));
  EXPECT_EQ(kind({Created(entry), State(entry), Removed(entry)}), Json());
}

TEST(ContractData, OfRemovedEntriesShowTheLastState) {
  const Json first = ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(1));
  const JsonList rows = RowsOfChanges(kTable, {State(LastModified(7, first)), Removed(first)});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["last_modified_ledger"], 7);
  EXPECT_EQ(rows[0]["contract_data_xdr"],
            Base64(EncodeXdr("ContractDataEntry", first["data"]["contractData"])));
}

TEST(ContractData, LeaveNoncesOut) {
  const Json nonce = ContractDataEntry(AccountAddress("alice"), ScNonceKey(5), ScVoid());
  const Json contract_nonce = ContractDataEntry(ContractAddress("token"), ScNonceKey(5), ScVoid());
  EXPECT_TRUE(RowsOfChanges(kTable, {Created(nonce), Created(contract_nonce)}).empty());
}

TEST(ContractData, KnowTheInstanceOfAnAssetContract) {
  const Json row = RowOfEntry(kTable, AssetInstanceEntry(UsdContract(), "USD", "issuer"));
  EXPECT_EQ(row["asset_type"], "credit_alphanum4");
  EXPECT_EQ(row["asset_code"], "USD");
  EXPECT_EQ(row["asset_issuer"], AccountStrkey("issuer"));
  EXPECT_EQ(row["contract_key_type"], "ScValTypeScvLedgerKeyContractInstance");
  const Json long_one = RowOfEntry(
      kTable, AssetInstanceEntry(AssetContractAddress(kNetwork, CreditAsset("EUROTOKEN", "issuer")),
                                 "EUROTOKEN", "issuer"));
  EXPECT_EQ(long_one["asset_type"], "credit_alphanum12");
  EXPECT_EQ(long_one["asset_code"], "EUROTOKEN");
}

TEST(ContractData, KnowTheContractOfLumens) {
  const Json entry = ContractDataEntry(AssetContractAddress(kNetwork, NativeAsset()),
                                       ScLedgerKeyContractInstance(), ScInstance(nullptr));
  const Json row = RowOfEntry(kTable, entry);
  EXPECT_EQ(row["asset_type"], "native");
  EXPECT_EQ(row["asset_code"], nullptr);
  EXPECT_EQ(row["asset_issuer"], nullptr);
}

TEST(ContractData, BelieveNoContractThatOnlyLooksLikeAnAssets) {
  ExpectNoAsset(AssetInstanceEntry(ContractAddress("thief"), "USD", "issuer"));
  ExpectNoAsset(AssetInstanceEntry(UsdContract(), "USD", "thief"));
  ExpectNoAsset(AssetInstanceEntry(UsdContract(), "USDC", "issuer"));
  ExpectNoAsset(
      AssetInstanceEntry(AssetContractAddress(NameHash("other network"), Usd()), "USD", "issuer"));
  ExpectNoAsset(ContractDataEntry(UsdContract(), ScSymbol("k"), AssetInstance("USD", "issuer")));
  ExpectNoAsset(ContractDataEntry(UsdContract(), ScLedgerKeyContractInstance(),
                                  AssetInstance("USD", "issuer"), "TEMPORARY"));
}

TEST(ContractData, BelieveNoAssetInfoOfAnotherShape) {
  const auto with_info = [](const Json& info) {
    return ContractDataEntry(UsdContract(), ScLedgerKeyContractInstance(),
                             ScInstance(nullptr, {{ScVec({ScSymbol("AssetInfo")}), info}}));
  };
  const Json key = ScBytes(std::string(32, 'k'));
  for (const Json& info :
       {ScVoid(), ScVec({ScSymbol("Native")}), ScVec({ScSymbol("AlphaNum4"), ScVoid()}),
        ScVec({ScSymbol("AlphaNum5"), ScMap({})}), ScVec({ScSymbol("AlphaNum4"), ScMap({})}),
        ScVec({ScSymbol("AlphaNum4"),
               ScMap({{ScSymbol("asset_code"), ScString("")}, {ScSymbol("issuer"), key}})}),
        ScVec({ScSymbol("AlphaNum4"), ScMap({{ScSymbol("asset_code"), ScString("THIRTEENBYTES")},
                                             {ScSymbol("issuer"), key}})}),
        ScVec({ScSymbol("AlphaNum4"), ScMap({{ScSymbol("asset_code"), ScString("USD")},
                                             {ScSymbol("issuer"), ScBytes("short")}})})}) {
    ExpectNoAsset(with_info(info));
  }
}

TEST(ContractData, KnowWhatContractsHold) {
  const Json row = RowOfEntry(kTable, AssetBalanceEntry(UsdContract(), "vault", ScI128(1, 5)));
  EXPECT_EQ(row["balance_holder"], ContractStrkey("vault"));
  EXPECT_EQ(row["balance"], "18446744073709551621");
  const Json empty = RowOfEntry(kTable, AssetBalanceEntry(UsdContract(), "vault", ScI128(0)));
  EXPECT_EQ(empty["balance"], "0");
}

TEST(ContractData, TakeNothingElseForABalance) {
  ExpectNoBalance(AssetBalanceEntry(UsdContract(), "vault", ScI128(-1)));
  ExpectNoBalance(AssetBalanceEntry(UsdContract(), "vault", ScU128(0, 5)));
  ExpectNoBalance(AssetBalanceEntry(UsdContract(), "vault", ScI128(5), "TEMPORARY"));
  const Json value =
      AssetBalanceEntry(UsdContract(), "v", ScI128(5))["data"]["contractData"]["val"];
  const auto under = [&value](const JsonList& key) {
    return ContractDataEntry(UsdContract(), ScVec(key), value);
  };
  ExpectNoBalance(under({ScSymbol("Balance")}));
  ExpectNoBalance(under({ScSymbol("Allowance"), ScAddress(ContractAddress("v"))}));
  ExpectNoBalance(under({ScSymbol("Balance"), ScAddress(AccountAddress("v"))}));
  ExpectNoBalance(under({ScSymbol("Balance"), ScU32(5)}));
}

}  // namespace
}  // namespace lake::testing
