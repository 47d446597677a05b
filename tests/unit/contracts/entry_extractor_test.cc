#include "contracts/entry_extractor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/hex.h"
#include "contract_ledgers.h"
#include "support/matchers.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Hash256 kNetwork = Sha256(AsBytes(kTestPassphrase));

Json Usd() { return CreditAsset("USD", "issuer"); }
Json UsdContract() { return AssetContractAddress(kNetwork, Usd()); }
Json Plain(std::string_view contract = "token", std::uint32_t value = 5) {
  return ContractDataEntry(ContractAddress(contract), ScSymbol("k"), ScU32(value));
}

class EntryExtractorTest : public ::testing::Test {
 protected:
  // Of a ledger 54321 with these changes.
  std::span<const ContractEntry> RowsOf(const JsonList& changes, const EntryFilter& filter = {}) {
    LedgerChain chain(kTestPassphrase, 54'321, 23);
    const BuiltLedger ledger = AddChanges(chain, changes);
    RawLedger raw = AsRaw(ledger);
    EntryExtractor extractor(kNetwork, VerifyLevel::kStrict, filter);
    entries_ = extractor.Extract(raw);
    EXPECT_THAT(entries_.status, IsOk());
    EXPECT_EQ(entries_.sequence, 54'321u);
    EXPECT_EQ(entries_.hash, ledger.hash);
    EXPECT_EQ(entries_.balances.size(), entries_.rows.size());
    return entries_.rows.As<ContractEntry>();
  }
  // Contracts of the rows.
  std::vector<std::string> ContractsOf(const JsonList& changes, const EntryFilter& filter) {
    std::vector<std::string> contracts;
    for (const ContractEntry& row : RowsOf(changes, filter)) {
      contracts.emplace_back(row.contract_id);
    }
    return contracts;
  }

  LedgerEntries entries_;
};

TEST_F(EntryExtractorTest, FillsEveryColumnOfAPlainEntry) {
  const Json entry = LastModified(54'000, Plain());
  const auto rows = RowsOf({Created(entry), Created(TtlEntry(KeyOf(entry), 99'000))});
  ASSERT_EQ(rows.size(), 1u);
  const ContractEntry& row = rows[0];
  EXPECT_EQ(row.contract_id, ContractStrkey("token"));
  EXPECT_EQ(row.contract_key_type, "ScValTypeScvSymbol");
  EXPECT_EQ(row.contract_durability, "ContractDataDurabilityPersistent");
  EXPECT_EQ(row.asset_type, std::nullopt);
  EXPECT_EQ(row.balance, std::nullopt);
  EXPECT_EQ(row.last_modified_ledger, 54'000u);
  EXPECT_FALSE(row.deleted);
  EXPECT_EQ(row.ledger_sequence, 54'321u);
  EXPECT_EQ(row.closed_at.micros, 1'700'000'005'000'000);
  EXPECT_EQ(row.ledger_key_hash, Hex(Sha256(EncodeXdr("LedgerKey", KeyOf(entry)))));
  EXPECT_EQ(row.key_xdr, Base64(EncodeXdr("SCVal", ScSymbol("k"))));
  EXPECT_EQ(row.val_xdr, Base64(EncodeXdr("SCVal", ScU32(5))));
  EXPECT_EQ(row.contract_instance_type, std::nullopt);
  EXPECT_EQ(row.expiration_ledger_seq, 99'000u);
}

TEST_F(EntryExtractorTest, TellsTheAssetAndTheCodeOfInstances) {
  const Json wasm = ContractDataEntry(ContractAddress("token"), ScLedgerKeyContractInstance(),
                                      ScInstance(NamedHash("code")));
  const auto rows =
      RowsOf({Created(AssetInstanceEntry(UsdContract(), "USD", "issuer")), Created(wasm)});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].asset_type, "credit_alphanum4");
  EXPECT_EQ(rows[0].asset_code, "USD");
  EXPECT_EQ(rows[0].asset_issuer, AccountStrkey("issuer"));
  EXPECT_EQ(rows[0].contract_instance_type, "ContractExecutableTypeContractExecutableStellarAsset");
  EXPECT_EQ(rows[0].contract_instance_wasm_hash, std::nullopt);
  EXPECT_EQ(rows[0].expiration_ledger_seq, std::nullopt);
  EXPECT_EQ(rows[1].asset_type, std::nullopt);
  EXPECT_EQ(rows[1].contract_instance_type, "ContractExecutableTypeContractExecutableWasm");
  EXPECT_EQ(rows[1].contract_instance_wasm_hash, Hex(NameHash("code")));
}

TEST_F(EntryExtractorTest, KeepsBalancesExactAlsoBeyond64Bits) {
  const auto balance = [](std::string_view holder, const Json& amount) {
    return Created(AssetBalanceEntry(UsdContract(), holder, amount));
  };
  const auto rows = RowsOf({balance("small", ScI128(7)), balance("fits", ScI128(0, INT64_MAX)),
                            balance("large", ScI128(0, std::uint64_t{1} << 63)),
                            balance("huge", ScI128(INT64_MAX, UINT64_MAX)), Created(Plain())});
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(rows[0].balance_holder, ContractStrkey("small"));
  EXPECT_EQ(rows[0].balance, 7);
  EXPECT_EQ(rows[1].balance, INT64_MAX);
  EXPECT_EQ(rows[2].balance, std::nullopt);
  EXPECT_EQ(rows[3].balance, std::nullopt);
  EXPECT_TRUE(entries_.balances[0] == Int128{7});
  EXPECT_TRUE(entries_.balances[2] == MakeInt128(0, std::uint64_t{1} << 63));
  EXPECT_TRUE(entries_.balances[3] == MakeInt128(INT64_MAX, UINT64_MAX));
  EXPECT_FALSE(entries_.balances[4].has_value());
}

TEST_F(EntryExtractorTest, LeavesOutNoncesAndWhatBelongsToNoContract) {
  const Json nonce = ContractDataEntry(ContractAddress("token"), ScNonceKey(5), ScVoid());
  const Json of_account = ContractDataEntry(AccountAddress("alice"), ScSymbol("k"), ScVoid());
  EXPECT_THAT(RowsOf({Created(nonce), Created(of_account)}), IsEmpty());
  EXPECT_EQ(entries_.skipped, 0u);
}

TEST_F(EntryExtractorTest, ShowsDeletedEntriesToWhoAsksForThem) {
  const JsonList changes{State(Plain()), Removed(Plain()), Created(Plain("other"))};
  EXPECT_THAT(ContractsOf(changes, {}), ElementsAre(ContractStrkey("other")));
  EXPECT_EQ(entries_.skipped, 1u);
  const auto rows = RowsOf(changes, {.include_deleted = true});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_TRUE(rows[0].deleted);
  EXPECT_EQ(rows[0].val_xdr, Base64(EncodeXdr("SCVal", ScU32(5))));
  EXPECT_FALSE(rows[1].deleted);
}

TEST_F(EntryExtractorTest, FiltersByContract) {
  JsonList changes;
  for (const char* name : {"a", "b", "c", "d"}) changes.push_back(Created(Plain(name)));
  const auto filter =
      MakeFilter({.contract_ids = {ContractStrkey("d"), ContractStrkey("b"), ContractStrkey("x")}});
  EXPECT_THAT(ContractsOf(changes, *filter), ElementsAre(ContractStrkey("b"), ContractStrkey("d")));
  EXPECT_EQ(entries_.skipped, 2u);
}

TEST_F(EntryExtractorTest, FiltersByAssetAndIssuer) {
  const Json euro = AssetContractAddress(kNetwork, CreditAsset("EUR", "issuer"));
  const JsonList changes{Created(AssetInstanceEntry(UsdContract(), "USD", "issuer")),
                         Created(AssetInstanceEntry(euro, "EUR", "issuer")), Created(Plain())};
  EXPECT_EQ(RowsOf(changes, {.asset_codes = {"EUR", "GBP"}}).size(), 1u);
  EXPECT_EQ(RowsOf(changes, {.asset_issuers = {AccountStrkey("issuer")}}).size(), 2u);
  EXPECT_EQ(RowsOf(changes, {.asset_codes = {"USD"}, .asset_issuers = {AccountStrkey("x")}}).size(),
            0u);
}

TEST_F(EntryExtractorTest, FiltersByHolderAndBalance) {
  const JsonList changes{Created(AssetBalanceEntry(UsdContract(), "poor", ScI128(9))),
                         Created(AssetBalanceEntry(UsdContract(), "rich", ScI128(5, 0))),
                         Created(Plain())};
  const auto rich = RowsOf(changes, {.min_balance = MakeInt128(1, 0)});
  ASSERT_EQ(rich.size(), 1u);
  EXPECT_EQ(rich[0].balance_holder, ContractStrkey("rich"));
  EXPECT_EQ(RowsOf(changes, {.min_balance = Int128{9}}).size(), 2u);
  EXPECT_EQ(RowsOf(changes, {.balance_holders = {NameHash("poor")}}).size(), 1u);
  EXPECT_EQ(
      RowsOf(changes, {.balance_holders = {NameHash("poor")}, .min_balance = Int128{10}}).size(),
      0u);
}

TEST_F(EntryExtractorTest, FiltersByLastChange) {
  const JsonList changes{Created(LastModified(100, Plain("old"))),
                         Created(LastModified(101, Plain("new")))};
  EXPECT_THAT(ContractsOf(changes, {.modified_after_ledger = 100}),
              ElementsAre(ContractStrkey("new")));
}

TEST_F(EntryExtractorTest, NamesALedgerThatDoesNotHold) {
  std::vector<BuiltLedger> ledgers = CounterLedgers(100, 2);
  ledgers[0].xdr[200] ^= 1;
  ledgers[1].sequence = 105;
  const EntryFilter filter;
  EntryExtractor extractor(kNetwork, VerifyLevel::kStrict, filter);
  RawLedger torn = AsRaw(ledgers[0]), other = AsRaw(ledgers[1]);
  EXPECT_THAT(extractor.Extract(torn).status, IsError(Code::kDataLoss, "ledger 100 in built: "));
  EXPECT_THAT(extractor.Extract(other).status,
              IsError(Code::kDataLoss, "ledger 101 stands where ledger 105 was announced"));
}

}  // namespace
}  // namespace lake::testing
