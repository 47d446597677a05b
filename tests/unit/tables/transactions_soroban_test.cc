// Soroban's columns of transactions_row_v2: fees as the network moved them, derived contract ids.
#include <gtest/gtest.h>

#include "base/base64.h"
#include "stellar/strkey.h"
#include "support/op_results.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "transactions_row_v2";

// A balance that goes from one value to another.
JsonList Balance(std::string_view account, std::int64_t before, std::int64_t after) {
  return {State(AccountEntry(account, {{"balance", before}})),
          Updated(AccountEntry(account, {{"balance", after}}))};
}

Tx Call(const AccountRef& from) {
  Tx tx(from);
  tx.Op(InvokeContract("token", "mint", {ScU32(1)})).Soroban({.resource_fee = 50'000});
  return tx;
}

Json RowIn(std::uint32_t protocol, const Tx& tx) {
  LedgerChain chain(kTestPassphrase, 1000, protocol);
  const JsonList rows = RowsOf(kTable, chain, tx);
  return rows.size() == 1 ? rows[0] : Json();
}

// What HashIDPreimage says of the contract.
std::string DerivedId(const Json& preimage) {
  const Hash256 network_id = Sha256(AsBytes(kTestPassphrase));
  const Hash256 id = Sha256(EncodeXdr(
      "HashIDPreimage",
      {{"contractID", {{"networkID", HashJson(network_id)}, {"contractIDPreimage", preimage}}}}));
  Arena arena;
  return std::string(ContractText(arena, id.data()));
}

TEST(SorobanTransactions, DeclareTheirResources) {
  const SorobanResources resources{.read_only = {KeyOf(ContractCodeEntry("wasm"))},
                                   .instructions = 4'000'000'000,
                                   .disk_read_bytes = 3'000'000'000,
                                   .write_bytes = 7,
                                   .resource_fee = 9};
  const Json row = RowIn(22, Call("alice").Soroban(resources));
  const XdrBytes data = EncodeXdr("SorobanTransactionData", SorobanData(resources));
  EXPECT_EQ(row["soroban_resources_instructions"], 4'000'000'000);
  EXPECT_EQ(row["soroban_resources_read_bytes"], 3'000'000'000);
  EXPECT_EQ(row["soroban_resources_write_bytes"], 7);
  EXPECT_EQ(row["soroban_data_size_bytes"], data.size());
  EXPECT_EQ(row["soroban_data_resources"], Base64(data));
  EXPECT_EQ(row["soroban_fee_resources"], 9);
}

TEST(SorobanTransactions, GetTheirRefundAfterTheOperationsToProtocol22) {
  const Json row = RowIn(22, Call("alice")
                                 .FeeCharged(40'100)
                                 .FeeChanges(Balance("alice", 100'000, 49'900))
                                 .ChangesAfter(Balance("alice", 49'900, 59'900)));
  EXPECT_EQ(row["fee_charged"], 40'100);
  EXPECT_EQ(row["soroban_fee_base"], 100);
  EXPECT_EQ(row["soroban_fee_resources"], 50'000);
  EXPECT_EQ(row["soroban_fee_refund"], 10'000);
  EXPECT_EQ(row["soroban_fee_charged"], 40'000);
  EXPECT_EQ(row["soroban_fee_wasted"], 0);
}

TEST(SorobanTransactions, GetTheirRefundAfterTheLedgerFromProtocol23) {
  const Json row = RowIn(23, Call("alice")
                                 .FeeChanges(Balance("alice", 100'000, 49'900))
                                 .PostFeeChanges(Balance("alice", 49'900, 59'900)));
  EXPECT_EQ(row["soroban_fee_base"], 100);
  EXPECT_EQ(row["soroban_fee_refund"], 10'000);
  EXPECT_EQ(row["soroban_fee_charged"], 40'000);
}

TEST(SorobanTransactions, WasteTheirFeeWhenTheyFail) {
  const Json row =
      RowIn(22, Call("alice")
                    .FeeChanges(Balance("alice", 100'000, 49'900))
                    .ChangesAfter(Balance("alice", 49'900, 59'900))
                    .Fails({Failure("INVOKE_HOST_FUNCTION", "INVOKE_HOST_FUNCTION_TRAPPED")}));
  EXPECT_EQ(row["soroban_fee_charged"], 40'000);
  EXPECT_EQ(row["soroban_fee_wasted"], 40'000);
  EXPECT_EQ(row["soroban_contract_events_count"], 0);
}

TEST(SorobanTransactions, KnowTheFeeAccountByItsKey) {
  JsonList fee_changes = Balance("alice", 5, 6);
  for (const Json& change : Balance("carol", 100'000, 49'800)) fee_changes.push_back(change);
  const Json row = RowIn(23, Call(Muxed("alice", 1))
                                 .FeeBump(Muxed("carol", 2), 60'000)
                                 .FeeChanges(fee_changes)
                                 .PostFeeChanges(Balance("carol", 49'800, 49'900)));
  EXPECT_EQ(row["soroban_fee_base"], 200);
  EXPECT_EQ(row["soroban_fee_refund"], 100);
  EXPECT_EQ(row["soroban_host_function_type"], "HostFunctionTypeHostFunctionTypeInvokeContract");
  const Json muxed = RowIn(22, Call(Muxed("alice", 1)).FeeChanges(Balance("alice", 60'000, 0)));
  EXPECT_EQ(muxed["soroban_fee_base"], 10'000);
}

TEST(SorobanTransactions, HaveNoInclusionFeeWithoutABalance) {
  const Json row = RowIn(22, Call("alice").FeeChanges(Balance("somebody", 100'000, 49'900)));
  EXPECT_EQ(row["soroban_fee_base"], nullptr);
  EXPECT_EQ(row["soroban_fee_refund"], 0);
  EXPECT_EQ(row["soroban_fee_charged"], 50'000);
}

TEST(SorobanTransactions, SurviveImpossibleBalances) {
  const Json row = RowIn(22, Call("alice")
                                 .FeeChanges(Balance("alice", INT64_MAX, INT64_MIN))
                                 .ChangesAfter(Balance("alice", INT64_MIN, INT64_MAX)));
  EXPECT_EQ(row["soroban_fee_base"], nullptr);
  EXPECT_EQ(row["soroban_fee_refund"], nullptr);
  EXPECT_EQ(row["soroban_fee_charged"], nullptr);
  EXPECT_EQ(row["soroban_fee_wasted"], 0);
}

TEST(SorobanTransactions, PaidLessThanProtocol20SaysWhenFeeBumped) {
  const Tx bumped = Call("alice")
                        .FeeBump("carol", 60'000)
                        .FeeCharged(50'200)
                        .FeeChanges(Balance("carol", 100'000, 49'800))
                        .ChangesAfter(Balance("carol", 49'800, 50'800));
  const Json at_20 = RowIn(20, bumped);
  EXPECT_EQ(at_20["fee_charged"], 49'200);
  EXPECT_EQ(at_20["fee_charged"].get<int>(),
            at_20["soroban_fee_base"].get<int>() + at_20["soroban_fee_charged"].get<int>());
  EXPECT_EQ(RowIn(21, bumped)["fee_charged"], 50'200);
  const Tx plain = Call("alice")
                       .FeeCharged(50'200)
                       .FeeChanges(Balance("alice", 100'000, 49'800))
                       .ChangesAfter(Balance("alice", 49'800, 50'800));
  EXPECT_EQ(RowIn(20, plain)["fee_charged"], 50'200);
}

TEST(SorobanTransactions, CountTheContractEventsOfTheOperation) {
  const JsonList events = {ContractEvent("token", {ScSymbol("mint")}, ScU32(1)),
                           SystemEvent({}, ScVoid()),
                           ContractEvent("token", {ScSymbol("burn")}, ScU32(1))};
  const Json at_22 =
      RowIn(22, Call("alice").Events(events).DiagnosticEvents({DiagnosticOnly("t", {}, ScVoid())}));
  EXPECT_EQ(at_22["soroban_contract_events_count"], 2);
  const Json fee_event = ContractEvent("fees", {ScSymbol("fee")}, ScU32(1));
  const Json at_23 = RowIn(23, Call("alice").Events(events).TransactionEvents(
                                   {TransactionEvent("BEFORE_ALL_TXS", fee_event)}));
  EXPECT_EQ(at_23["soroban_contract_events_count"], 2);
}

TEST(SorobanTransactions, NameTheirHostFunctionAndContract) {
  const Json wasm_hash = NamedHash("wasm");
  const auto row_of = [](const Json& op) { return RowIn(22, Tx("alice").Op(op).Soroban({})); };
  const Json call = row_of(InvokeContract("token", "mint", {}));
  EXPECT_EQ(call["soroban_contract_id"], ContractStrkey("token"));

  const Json upload = row_of(UploadWasm("code"));
  EXPECT_EQ(upload["soroban_host_function_type"],
            "HostFunctionTypeHostFunctionTypeUploadContractWasm");
  EXPECT_EQ(upload["soroban_contract_id"], nullptr);

  const std::string deployed = DerivedId(
      {{"fromAddress", {{"address", AccountAddress("alice")}, {"salt", NamedHash("salt")}}}});
  const Json create = row_of(CreateContract("alice", "salt", wasm_hash));
  EXPECT_EQ(create["soroban_host_function_type"], "HostFunctionTypeHostFunctionTypeCreateContract");
  EXPECT_EQ(create["soroban_contract_id"], deployed);
  const Json create_v2 = row_of(CreateContract("alice", "salt", wasm_hash, JsonList{ScU32(1)}));
  EXPECT_EQ(create_v2["soroban_host_function_type"],
            "HostFunctionTypeHostFunctionTypeCreateContractV2");
  EXPECT_EQ(create_v2["soroban_contract_id"], deployed);

  const Json asset = CreditAsset("USDC", "issuer");
  EXPECT_EQ(row_of(CreateAssetContract(asset))["soroban_contract_id"],
            DerivedId({{"fromAsset", asset}}));
  const Json extend = row_of(ExtendFootprintTtl(5));
  EXPECT_EQ(extend["soroban_host_function_type"], nullptr);
  EXPECT_EQ(extend["soroban_contract_id"], nullptr);
  EXPECT_EQ(extend["soroban_fee_resources"], 50'000);
}

TEST(SorobanTransactions, NameNoContractWhereTheCallNamesAnAccount) {
  Json op = InvokeContract("token", "mint", {});
  op["body"]["invokeHostFunctionOp"]["hostFunction"]["invokeContract"]["contractAddress"] =
      AccountAddress("alice");
  EXPECT_EQ(RowIn(22, Tx("alice").Op(op).Soroban({}))["soroban_contract_id"], nullptr);
}

}  // namespace
}  // namespace lake::testing
