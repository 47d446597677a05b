#include "support/coverage_ledgers.h"

#include "support/asset_contracts.h"
#include "support/op_results.h"

namespace lake::testing {
namespace {

Json Usd() { return CreditAsset("USD", "issuer"); }

// Muxed sources, memos, preconditions, and the operations the samples have none of.
LedgerSpec Operations() {
  const Json conditions = {
      {"minSeqNum", 5}, {"minSeqAge", 60}, {"extraSigners", Json::array({HashXSigner("secret")})}};
  return LedgerSpec()
      .Add(Tx("alice")
               .Op(From(Muxed("carol", 7), Payment(Muxed("bob", 9), NativeAsset(), 100)))
               .Op(BumpSequence(77))
               .Op(ManageData("name", "value"))
               .Op(SetOptions({{"masterWeight", 1}, {"lowThreshold", 2}, {"medThreshold", 3}}))
               .Preconditions(conditions)
               .FeeBump(Muxed("dave", 3), 1'000))
      .Add(Tx("issuer")
               .Op(AllowTrust("bob", "USD", 2))
               .Op(SetTrustLineFlags("bob", Usd(), 2, 1))
               .Op(BeginSponsoringFutureReserves("erin")))
      .Add(Tx("alice").Op(CreateAccount("frank", 50)).Changes({Created(AccountEntry("frank"))}));
}

// Accounts with signers that come and go, and every flag.
LedgerSpec Accounts() {
  const Json plain = AccountEntry("alice", {{"signers", JsonList{Signer(Account("old"), 2)}}});
  const Json sponsored = AccountEntry(
      "alice",
      {{"flags", 15},
       {"signers", JsonList{Signer(Account("new"), 3)}},
       {"ext", ExtensionOf({.num_sponsored = 1, .signer_sponsors = {Account("sponsor")}})}});
  const Json line = TrustLineEntry("bob", Usd(), {{"flags", 2}});
  return LedgerSpec()
      .Add(Tx("alice")
               .Op(SetOptions({{"signer", Signer(Account("new"), 3)}}))
               .Changes({State(plain), Updated(sponsored)}))
      .Add(Tx("issuer")
               .Op(AllowTrust("bob", "USD", 2))
               .Changes({State(TrustLineEntry("bob", Usd(), {{"flags", 1}})), Updated(line)}));
}

Json CodeWithCosts() {
  const Json costs = {{"nInstructions", 1},     {"nFunctions", 2}, {"nGlobals", 3},
                      {"nTableEntries", 4},     {"nTypes", 5},     {"nDataSegments", 6},
                      {"nElemSegments", 7},     {"nImports", 8},   {"nExports", 9},
                      {"nDataSegmentBytes", 10}};
  return ContractCodeEntry("wasm", {{"ext", {{"v1", {{"costInputs", costs}}}}}});
}

// Contract storage, code and TTLs that are made, lost, restored and evicted.
LedgerSpec Contracts(const Hash256& network_id) {
  const Json instance =
      AssetInstanceEntry(AssetContractAddress(network_id, Usd()), "USD", "issuer");
  const Json data = ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5));
  const Json gone = ContractCodeEntry("gone");
  const Json ttl = TtlEntry(KeyOf(data), 10);
  return LedgerSpec()
      .Add(Tx("alice")
               .Op(InvokeContract("token", "mint", {}))
               .Soroban({})
               .Changes({Created(instance), State(CodeWithCosts()), Updated(CodeWithCosts()),
                         State(gone), Removed(gone), Restored(LastModified(900, data)), State(ttl),
                         Updated(ttl)}))
      .Add(Tx("alice")
               .Op(InvokeContract("token", "mint", {}))
               .Soroban({})
               .FeeChanges({State(AccountEntry("alice", {{"balance", 90'000}})),
                            Updated(AccountEntry("alice", {{"balance", 20'000}}))})
               .Fails({Failure("INVOKE_HOST_FUNCTION", "INVOKE_HOST_FUNCTION_TRAPPED")}))
      .Evict({KeyOf(data), KeyOf(ttl)});
}

// The settings that have columns of their own, as the network changes them: by upgrades.
LedgerSpec Settings() {
  const Json compute = {{"ledgerMaxInstructions", 1},
                        {"txMaxInstructions", 2},
                        {"feeRatePerInstructionsIncrement", 3},
                        {"txMemoryLimit", 4}};
  const Json cost = {{"ledgerMaxDiskReadEntries", 1},    {"ledgerMaxDiskReadBytes", 2},
                     {"ledgerMaxWriteLedgerEntries", 3}, {"ledgerMaxWriteBytes", 4},
                     {"txMaxDiskReadEntries", 5},        {"txMaxDiskReadBytes", 6},
                     {"txMaxWriteLedgerEntries", 7},     {"txMaxWriteBytes", 8}};
  JsonList changes;
  for (const Json& setting : {ConfigSettingEntry("contractMaxSizeBytes", 65'536),
                              ConfigSettingEntry("contractCompute", compute),
                              ConfigSettingEntry("contractLedgerCost", cost)}) {
    changes.push_back(State(setting));
    changes.push_back(Updated(setting));
  }
  return LedgerSpec().Upgrade({{"newBaseFee", 200}}, changes);
}

// What stands beside the specification's tables.
LedgerSpec Extras() {
  const Json voter = AccountEntry(
      "alice",
      {{"inflationDest", Account("pool")}, {"ext", ExtensionOf({.seq_ledger = 9, .seq_time = 8})}});
  return LedgerSpec()
      .Add(Tx("alice")
               .Op(ManageData("name", "value"))
               .Changes(
                   {Created(SponsoredBy(Account("dave"), DataEntry("alice", "name", "value"))),
                    State(voter), Updated(voter),
                    Created(TrustLineEntry("bob", Usd(), {{"ext", TrustLineExt(1, 2, 3)}})),
                    Created(ClaimableBalanceEntry(BalanceId("b"), Usd(), 5, {Claimant("bob")}))})
               .Preconditions({{"minSeqLedgerGap", 5}}))
      .Add(Tx("alice")
               .Op(CreateContract("alice", "salt", NamedHash("wasm"), JsonList{ScU32(1)},
                                  {Authorization("token", "mint", {ScU32(2)})}))
               .Soroban({})
               .Fees({.non_refundable = 3, .refundable = 2, .rent = 1})
               .ReturnValue(ScAddress(ContractAddress("new"))))
      .Add(Tx("alice").Op(BumpSequence(5)).Op(InvokeContract("token", "mint", {})));
}

}  // namespace

std::vector<CoverageLedger> MakeCoverageLedgers() {
  LedgerChain chain(kTestPassphrase, 60'000'000, 23);
  std::vector<CoverageLedger> ledgers;
  for (const LedgerSpec& spec :
       {Operations(), Accounts(), Contracts(chain.network_id()), Settings(), Extras()}) {
    ledgers.push_back({chain.Add(spec), chain.network_id()});
  }
  return ledgers;
}

}  // namespace lake::testing
