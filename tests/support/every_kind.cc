#include "support/every_kind.h"

#include <string>

namespace lake::testing {

Json UsdAsset() { return CreditAsset("USD", "issuer"); }

JsonList EveryOperation() {
  const Json pool = PoolId(NativeAsset(), UsdAsset());
  return {
      CreateAccount("bob", 10),
      Payment(Muxed("bob", 7), UsdAsset(), 100),
      PathPaymentStrictReceive(NativeAsset(), 5, "bob", UsdAsset(), 7,
                               {CreditAsset("LONGER", "x")}),
      ManageSellOffer(NativeAsset(), UsdAsset(), 9, Price(1, 2)),
      CreatePassiveSellOffer(NativeAsset(), UsdAsset(), 9, Price(1, 2)),
      SetOptions({{"homeDomain", "example.org"}, {"signer", Signer(HashXSigner("x"), 1)}}),
      ChangeTrust(PoolShareLine(NativeAsset(), UsdAsset()), 1000),
      AllowTrust("bob", "USD", 1),
      AccountMerge(Muxed("bob", 1)),
      Inflation(),
      ManageData("name", "value"),
      BumpSequence(77),
      ManageBuyOffer(NativeAsset(), UsdAsset(), 9, Price(1, 2), 4),
      PathPaymentStrictSend(NativeAsset(), 5, "bob", UsdAsset(), 7),
      CreateClaimableBalance(UsdAsset(), 5,
                             {Claimant("bob"), Claimant("carol", {{"absBefore", 9}})}),
      ClaimClaimableBalance(BalanceId("balance")),
      BeginSponsoringFutureReserves("bob"),
      EndSponsoringFutureReserves(),
      RevokeSponsorship(KeyOf(AccountEntry("bob"))),
      Clawback(UsdAsset(), "bob", 3),
      ClawbackClaimableBalance(BalanceId("balance")),
      SetTrustLineFlags("bob", UsdAsset(), 1, 2),
      LiquidityPoolDeposit(pool, 1, 2, Price(1, 2), Price(2, 1)),
      LiquidityPoolWithdraw(pool, 1, 2, 3),
      InvokeContract("token", "mint", {ScAddress(AccountAddress("bob")), ScI128(-5)}),
      ExtendFootprintTtl(1000),
      RestoreFootprint(),
  };
}

JsonList EveryEntry() {
  const Json account = AccountEntry(
      "alice", {{"ext", ExtensionOf({.buying_liabilities = 1, .seq_ledger = 5, .seq_time = 6})}});
  const Json data = ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5));
  return {account,
          SponsoredBy(Account("bob"), TrustLineEntry("alice", UsdAsset())),
          OfferEntry("alice", 4, NativeAsset(), UsdAsset()),
          DataEntry("alice", "name", "value"),
          ClaimableBalanceEntry(BalanceId("b"), UsdAsset(), 5, {Claimant("bob")}),
          PoolEntry(NativeAsset(), UsdAsset()),
          data,
          ContractCodeEntry("wasm"),
          ConfigSettingEntry("contractMaxSizeBytes", 65536),
          TtlEntry(KeyOf(data), 5000)};
}

bool IsSoroban(const Json& operation) {
  return OperationTypeOf(operation) == "INVOKE_HOST_FUNCTION" ||
         OperationTypeOf(operation).ends_with("_FOOTPRINT_TTL") ||
         OperationTypeOf(operation) == "RESTORE_FOOTPRINT";
}

JsonList EveryScVal() {
  return {ScBool(true),
          ScVoid(),
          ScError({{"contractCode", 7}}),
          ScU32(UINT32_MAX),
          ScI32(INT32_MIN),
          ScU64(UINT64_MAX),
          ScI64(INT64_MIN),
          ScTimepoint(1'700'000'000),
          ScDuration(60),
          ScU128(UINT64_MAX, 1),
          ScI128(INT64_MIN, 1),
          ScU256(1, 2, 3, 4),
          ScI256(-1, 2, 3, 4),
          ScBytes(std::string("\x00\xff", 2)),
          ScString("text \xC3\xA9"),
          ScSymbol("symbol"),
          ScVec({ScU32(1), ScVec({ScVoid()})}),
          ScMap({{ScSymbol("key"), ScMap({{ScI128(-1), ScBool(false)}})}}),
          ScAddress(ContractAddress("token")),
          ScInstance(NamedHash("wasm"), {{ScSymbol("admin"), ScAddress(AccountAddress("bob"))}}),
          ScLedgerKeyContractInstance(),
          ScNonceKey(5),
          {{"executable_tag", "tag"}}};
}

}  // namespace lake::testing
