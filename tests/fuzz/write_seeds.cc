// Writes small ledgers that have everything once, as seeds for fuzzing: fuzz_seeds FOLDER. The
// corpora xdr_json and tables_extract hold what it wrote.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "support/every_kind.h"
#include "support/ledger_builder.h"
#include "support/op_results.h"

namespace lake::testing {
namespace {

class SeedFolder {
 public:
  explicit SeedFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void Write(const std::string& name, const BuiltLedger& ledger) const {
    std::ofstream out(folder_ / (name + ".xdr"), std::ios::binary);
    out.write(reinterpret_cast<const char*>(ledger.xdr.data()),
              static_cast<std::streamsize>(ledger.xdr.size()));
  }

 private:
  std::filesystem::path folder_;
};

// Results whose payload is more than nothing.
Json ResultOf(const Json& operation) {
  const std::string type = OperationTypeOf(operation);
  const JsonList atoms = {
      OrderBookAtom("maker", 4, UsdAsset(), 5, NativeAsset(), 6),
      PoolAtom(PoolId(NativeAsset(), UsdAsset()), UsdAsset(), 7, NativeAsset(), 8)};
  if (type.starts_with("PATH_PAYMENT")) {
    return PathPaymentSuccess(type, atoms, "bob", UsdAsset(), 7);
  }
  if (type.ends_with("_OFFER")) return OfferSuccess(type, atoms);
  if (type == "ACCOUNT_MERGE") return AccountMergeSuccess(99);
  if (type == "INFLATION") {
    return InflationSuccess({{{"destination", Account("bob")}, {"amount", 5}}});
  }
  return nullptr;
}

// What operations of every type leave behind: effects look for the pool and for the balance.
JsonList ChangesWith(const Json& entry) {
  const Json pool = PoolEntry(NativeAsset(), UsdAsset());
  const Json balance =
      ClaimableBalanceEntry(BalanceId("balance"), UsdAsset(), 5, {Claimant("bob")});
  return {State(entry),  Updated(entry), State(pool),
          Updated(pool), State(balance), Removed(balance)};
}

void WriteOperations(const SeedFolder& folder) {
  const JsonList entries = EveryEntry();
  int number = 0;
  for (const Json& operation : EveryOperation()) {
    const Json& entry = entries[static_cast<std::size_t>(number) % entries.size()];
    LedgerChain chain(kTestPassphrase, 50'000'000, 23);
    Tx tx("alice");
    tx.Op(operation).Result(ResultOf(operation)).Changes(ChangesWith(entry));
    if (IsSoroban(operation)) {
      tx.Soroban({.read_only = {KeyOf(entries[6])}}).Fees({1, 2, 3}).ReturnValue(ScU32(1));
      tx.Events({ContractEvent("token", {ScSymbol("mint"), ScAddress(AccountAddress("bob"))},
                               ScI128(5))});
    }
    folder.Write(fmt::format("operation_{:02}", number++), chain.Add(LedgerSpec().Add(tx)));
  }
}

void WriteChanges(const SeedFolder& folder) {
  int number = 0;
  for (const Json& entry : EveryEntry()) {
    LedgerChain chain(kTestPassphrase, 50'000'000, 23);
    const BuiltLedger ledger =
        chain.Add(LedgerSpec()
                      .Upgrade({{"newBaseFee", 200}}, {State(entry), Removed(entry)})
                      .Evict({KeyOf(entry)})
                      .Add(Tx("alice")
                               .Op(Inflation())
                               .FeeChanges({State(entry), Updated(entry)})
                               .ChangesBefore({State(entry), Removed(entry)})
                               .ChangesAfter({Created(entry)})));
    folder.Write(fmt::format("entry_{}", number++), ledger);
  }
}

void WriteValues(const SeedFolder& folder) {
  JsonList values = EveryScVal();
  values.push_back(ScNested(100, ScVoid()));
  int number = 0;
  for (const Json& value : values) {
    LedgerChain chain(kTestPassphrase, 50'000'000, 23);
    const Json entry = ContractDataEntry(ContractAddress("token"), value, value);
    folder.Write(fmt::format("value_{:02}", number++),
                 chain.Add(LedgerSpec().Add(Tx("alice")
                                                .Op(InvokeContract("token", "call", {value}))
                                                .Soroban({.read_write = {KeyOf(entry)}})
                                                .Events({ContractEvent("token", {value}, value)})
                                                .Changes({Restored(entry)}))));
  }
}

void WriteProtocols(const SeedFolder& folder) {
  for (const std::uint32_t protocol : {1u, 10u, 13u, 19u, 20u, 22u, 25u}) {
    LedgerChain chain(kTestPassphrase, 50'000'000, protocol);
    LedgerSpec spec;
    spec.SignedBy("validator");
    spec.Add(Tx(Muxed("alice", 5)).Op(Payment("bob", UsdAsset(), 5)).FeeBump("carol", 900));
    spec.Add(Tx("bob")
                 .Memo(TextMemo("text"))
                 .Op(From(Muxed("dave", 2), Inflation()))
                 .Fails({Failure("INFLATION", "INFLATION_NOT_TIME")}));
    spec.Add(Tx("erin").Op(Inflation()).FailsEarly("txBAD_SEQ"));
    if (protocol < 13) spec.Add(Tx("alice").V0().TimeBounds(1, 2).Op(Inflation()));
    folder.Write(fmt::format("protocol_{:02}", protocol), chain.Add(spec));
  }
}

}  // namespace
}  // namespace lake::testing

int main(int count, char** words) {
  if (count != 2) {
    std::fputs("usage: fuzz_seeds FOLDER\n", stderr);
    return 2;
  }
  const lake::testing::SeedFolder folder{std::filesystem::path(words[1])};
  lake::testing::WriteOperations(folder);
  lake::testing::WriteChanges(folder);
  lake::testing::WriteValues(folder);
  lake::testing::WriteProtocols(folder);
  return 0;
}
