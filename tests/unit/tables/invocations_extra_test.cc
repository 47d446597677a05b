// invocations_extra_row_v1: arguments, authorizations, return values, code and created contracts.
#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/hex.h"
#include "support/op_results.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "invocations_extra_row_v1";

Json RowIn(std::uint32_t protocol, const Tx& tx) {
  LedgerChain chain(kTestPassphrase, 20'001, protocol);
  const JsonList rows = RowsOf(kTable, chain, tx);
  return rows.size() == 1 ? rows[0] : Json();
}

Tx Running(const Json& operation) { return Tx("alice").Op(operation).Soroban({}); }

Json Parsed(const Json& text) { return Json::parse(text.get<std::string>()); }

std::string ScValText(const Json& value) { return Base64(EncodeXdr("SCVal", value)); }

TEST(InvocationsExtra, HaveTheArgumentsOfACall) {
  const Json row = RowIn(22, Running(InvokeContract("token", "mint", {ScU32(5), ScSymbol("x")})));
  EXPECT_EQ(row["args"], R"([5,"x"])");
  EXPECT_EQ(Parsed(row["args_xdr"]),
            (Json::array({ScValText(ScU32(5)), ScValText(ScSymbol("x"))})));
  EXPECT_EQ(row["authorizations"], "[]");
  EXPECT_EQ(row["wasm_hash"], nullptr);
  EXPECT_EQ(row["created_contract"], nullptr);
  EXPECT_EQ(row["operation_index"], 0);
  EXPECT_EQ(row["ledger_range"], 20'000);
}

TEST(InvocationsExtra, OfACallWithoutArgumentsHaveAnEmptyList) {
  EXPECT_EQ(RowIn(22, Running(InvokeContract("token", "mint", {})))["args"], "[]");
}

TEST(InvocationsExtra, HaveWhatTheFunctionReturned) {
  for (const std::uint32_t protocol : {22u, 23u}) {
    const Tx call = Running(InvokeContract("token", "mint", {})).ReturnValue(ScU32(7));
    EXPECT_EQ(RowIn(protocol, call)["return_value"], "7");
    EXPECT_EQ(RowIn(protocol, call)["return_value_xdr"], ScValText(ScU32(7)));
  }
}

TEST(InvocationsExtra, OfFailuresHaveArgumentsAndNoOutcome) {
  const Json hash = NamedHash("wasm");
  const Json row =
      RowIn(22, Running(CreateContract("alice", "salt", hash, JsonList{ScU32(1)}))
                    .ReturnValue(ScU32(7))
                    .Fails({Failure("INVOKE_HOST_FUNCTION", "INVOKE_HOST_FUNCTION_TRAPPED")}));
  EXPECT_EQ(row["args"], "[1]");
  EXPECT_EQ(row["return_value"], nullptr);
  EXPECT_EQ(row["return_value_xdr"], nullptr);
  EXPECT_EQ(row["created_contract"], nullptr);
  EXPECT_EQ(row["wasm_hash"], Hex(NameHash("wasm")));
}

TEST(InvocationsExtra, NameTheCodeAndTheContractThatAreMade) {
  const Json upload = RowIn(22, Running(UploadWasm("code")));
  EXPECT_EQ(upload["wasm_hash"], Hex(Sha256(AsBytes(std::string_view("code")))));
  EXPECT_EQ(upload["args"], nullptr);
  EXPECT_EQ(upload["created_contract"], nullptr);
  const Json made = RowIn(22, Running(CreateContract("alice", "salt", NamedHash("wasm"))));
  EXPECT_EQ(made["wasm_hash"], Hex(NameHash("wasm")));
  EXPECT_EQ(made["args"], nullptr);
  EXPECT_EQ(made["created_contract"].get<std::string>().front(), 'C');
  const Json asset = RowIn(22, Running(CreateAssetContract(NativeAsset())));
  EXPECT_EQ(asset["wasm_hash"], nullptr);
  EXPECT_NE(asset["created_contract"], nullptr);
}

TEST(InvocationsExtra, SayWhoAuthorizedWhat) {
  Json other = Authorization("token", "burn", {ScU32(1)}, AccountAddress("bob"), -5, 20'100);
  other["rootInvocation"]["subInvocations"] =
      Json::array({Authorization("pool", "swap", {})["rootInvocation"]});
  const Json row = RowIn(22, Running(InvokeContract("token", "mint", {},
                                                    {Authorization("token", "mint", {}), other})));
  const Json swap = {{"args", Json::array()},
                     {"contract", ContractStrkey("pool")},
                     {"function", "swap"},
                     {"sub_invocations", Json::array()},
                     {"type", "invoke_contract"}};
  const Json burn = {{"args", {1}},
                     {"contract", ContractStrkey("token")},
                     {"function", "burn"},
                     {"sub_invocations", {swap}},
                     {"type", "invoke_contract"}};
  Json mint = swap;
  mint["contract"] = ContractStrkey("token");
  mint["function"] = "mint";
  const Json entries = Parsed(row["authorizations"]);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0], (Json{{"address", nullptr},
                              {"credentials", "source_account"},
                              {"expires_at_ledger", nullptr},
                              {"invocation", mint},
                              {"nonce", nullptr}}));
  EXPECT_EQ(entries[1], (Json{{"address", AccountStrkey("bob")},
                              {"credentials", "address"},
                              {"expires_at_ledger", 20'100},
                              {"invocation", burn},
                              {"nonce", -5}}));
}

TEST(InvocationsExtra, OfAuthorizedCreationsNameTheContract) {
  const Json operation = CreateContract("alice", "salt", NamedHash("wasm"));
  const Json made = RowIn(22, Running(operation));
  Json entry = Authorization("token", "mint", {});
  const Json& function = operation["body"]["invokeHostFunctionOp"]["hostFunction"];
  entry["rootInvocation"]["function"] = {{"createContractHostFn", function["createContract"]}};
  const Json row =
      RowIn(22, Running(CreateContract("alice", "salt", NamedHash("wasm"), std::nullopt, {entry})));
  EXPECT_EQ(Parsed(row["authorizations"])[0]["invocation"],
            (Json{{"args", Json::array()},
                  {"contract", made["created_contract"]},
                  {"sub_invocations", Json::array()},
                  {"type", "create_contract"},
                  {"wasm_hash", Hex(NameHash("wasm"))}}));
}

// Deep trees take one walk: time that grew with the square of the depth would show.
TEST(InvocationsExtra, PrintDeepTrees) {
  Json tree = Authorization("token", "mint", {});
  for (int depth = 0; depth < 200; ++depth) {
    Json outer = Authorization("token", "mint", {});
    outer["rootInvocation"]["subInvocations"] = Json::array({tree["rootInvocation"]});
    tree = outer;
  }
  const Json row = RowIn(22, Running(InvokeContract("token", "mint", {}, {tree})));
  Json node = Parsed(row["authorizations"])[0]["invocation"];
  int depth = 0;
  for (; !node["sub_invocations"].empty(); ++depth) {
    const Json next = node["sub_invocations"][0];
    node = next;
  }
  EXPECT_EQ(depth, 200);
}

TEST(InvocationsExtra, DoNotComeOfOtherOperations) {
  EXPECT_TRUE(RowIn(22, Tx("alice").Op(ExtendFootprintTtl(5)).Soroban({})).is_null());
  EXPECT_TRUE(RowIn(22, Tx("alice").Op(Payment("bob", NativeAsset(), 1))).is_null());
}

}  // namespace
}  // namespace lake::testing
