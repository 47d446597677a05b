// operations_row_v2: what offers, path payments, trustlines and pools set, prices to the last
// digit, and Soroban's operations.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/op_results.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "operations_row_v2";

Json Usd() { return CreditAsset("USD", "issuer"); }
Json Euros() { return CreditAsset("EUROTOKEN", "issuer"); }

Json RowOf(const Tx& tx, std::uint32_t protocol = 22) {
  LedgerChain chain(kTestPassphrase, 1000, protocol);
  const JsonList rows = RowsOf(kTable, chain, tx);
  return rows.empty() ? Json() : rows[0];
}
Json RowOf(const Json& op) { return RowOf(Tx("alice").Op(op)); }

void ExpectAsset(const Json& row, const std::string& prefix, const std::string& code,
                 std::string_view type) {
  const std::string issuer = AccountStrkey("issuer");
  EXPECT_EQ(row[prefix + "asset"], code + ":" + issuer);
  EXPECT_EQ(row[prefix + "asset_type"], type);
  EXPECT_EQ(row[prefix + "asset_code"], code);
  EXPECT_EQ(row[prefix + "asset_issuer"], issuer);
}

TEST(OfferOperations, HaveBothAssetsAndTheExactPrice) {
  const Json row = RowOf(ManageSellOffer(Usd(), Euros(), 9, Price(2, 3), 44));
  ExpectAsset(row, "selling_", "USD", "credit_alphanum4");
  ExpectAsset(row, "buying_", "EUROTOKEN", "credit_alphanum12");
  EXPECT_EQ(row["amount"], 9);
  EXPECT_EQ(row["offer_id"], 44);
  EXPECT_EQ(row["price"], "0.6666667");
  EXPECT_EQ(row["price_r"], R"({"d":3,"n":2})");
  EXPECT_EQ(row["asset"], nullptr);
}

TEST(OfferOperations, OfOtherKindsHaveThemToo) {
  const Json buy = RowOf(ManageBuyOffer(NativeAsset(), Usd(), 9, Price(1, 20'000'000)));
  EXPECT_EQ(buy["selling_asset"], "native");
  EXPECT_EQ(buy["selling_asset_code"], nullptr);
  EXPECT_EQ(buy["amount"], 9);
  EXPECT_EQ(buy["offer_id"], 0);
  EXPECT_EQ(buy["price"], "0.0000001");  // half of the last digit, away from zero
  const Json passive = RowOf(CreatePassiveSellOffer(Usd(), NativeAsset(), 9, Price(INT32_MAX, 1)));
  EXPECT_EQ(passive["price"], "2147483647.0000000");
  EXPECT_EQ(passive["buying_asset_type"], "native");
  EXPECT_EQ(passive["offer_id"], nullptr);
}

TEST(OfferOperations, WithAnImpossiblePriceHaveOnlyItsParts) {
  const Tx tx = Tx("alice")
                    .Op(ManageSellOffer(Usd(), Euros(), -1, Price(-5, 0)))
                    .Fails({Failure("MANAGE_SELL_OFFER", "MANAGE_SELL_OFFER_MALFORMED")});
  const Json row = RowOf(tx);
  EXPECT_EQ(row["price"], nullptr);
  EXPECT_EQ(row["price_r"], R"({"d":0,"n":-5})");
  EXPECT_EQ(row["amount"], -1);
}

TEST(PathPayments, ThatReceiveStrictlyShowWhatWasSent) {
  const Json op = PathPaymentStrictReceive(NativeAsset(), 1000, "bob", Euros(), 7, {Usd()});
  const JsonList atoms = {PoolAtom(PoolId(NativeAsset(), Usd()), Usd(), 40, NativeAsset(), 30),
                          LegacyOrderBookAtom("maker", 1, Usd(), 50, NativeAsset(), 20),
                          OrderBookAtom("maker", 2, Euros(), 7, Usd(), 90)};
  const auto result = PathPaymentSuccess("PATH_PAYMENT_STRICT_RECEIVE", atoms, "bob", Euros(), 7);
  const Json row = RowOf(Tx("alice").Op(op).Succeeds({result}));
  EXPECT_EQ(row["amount"], 7);
  ExpectAsset(row, "", "EUROTOKEN", "credit_alphanum12");
  EXPECT_EQ(row["source_asset"], "native");
  EXPECT_EQ(row["source_asset_type"], "native");
  EXPECT_EQ(row["source_amount"], 50);
  EXPECT_EQ(row["destination"], AccountStrkey("bob"));
  EXPECT_EQ(row["destination_min"], nullptr);
}

TEST(PathPayments, WithoutAHopSendWhatArrives) {
  const Json op = PathPaymentStrictReceive(Usd(), 1000, "bob", Usd(), 7);
  const auto result = PathPaymentSuccess("PATH_PAYMENT_STRICT_RECEIVE", {}, "bob", Usd(), 7);
  EXPECT_EQ(RowOf(Tx("alice").Op(op).Succeeds({result}))["source_amount"], 7);
}

TEST(PathPayments, ThatReceiveStrictlyAndFailedSentNothing) {
  const Tx tx = Tx("alice")
                    .Op(PathPaymentStrictReceive(Usd(), 1000, "bob", Usd(), 7))
                    .Fails({Failure("PATH_PAYMENT_STRICT_RECEIVE",
                                    "PATH_PAYMENT_STRICT_RECEIVE_OVER_SENDMAX")});
  EXPECT_EQ(RowOf(tx)["source_amount"], nullptr);
  EXPECT_EQ(RowOf(tx)["amount"], 7);
}

TEST(PathPayments, ThatSendStrictlyShowWhatArrived) {
  const Json op = PathPaymentStrictSend(NativeAsset(), 1000, Muxed("bob", 4), Usd(), 5);
  const auto result = PathPaymentSuccess("PATH_PAYMENT_STRICT_SEND", {}, "bob", Usd(), 8);
  const Json row = RowOf(Tx("alice").Op(op).Succeeds({result}));
  EXPECT_EQ(row["amount"], 8);
  EXPECT_EQ(row["destination_min"], 5);
  EXPECT_EQ(row["source_amount"], 1000);
  EXPECT_EQ(row["destination"], AccountStrkey("bob"));
  const Tx failed = Tx("alice").Op(op).FailsEarly("txBAD_SEQ");
  EXPECT_EQ(RowOf(failed)["amount"], nullptr);
  EXPECT_EQ(RowOf(failed)["source_amount"], 1000);
  EXPECT_EQ(RowOf(failed)["operation_result_code"], nullptr);
}

TEST(TrustOperations, OpenTrustlines) {
  const Json row = RowOf(From(Muxed("bob", 1), ChangeTrust(Usd(), INT64_MAX)));
  ExpectAsset(row, "", "USD", "credit_alphanum4");
  EXPECT_EQ(row["trustor"], AccountStrkey("bob"));
  EXPECT_EQ(row["trustline_limit"], INT64_MAX);
  const Json pool = RowOf(ChangeTrust(PoolShareLine(NativeAsset(), Usd()), 5));
  EXPECT_EQ(pool["asset"],
            "liquidity_pool_shares:" + Hex(PoolId(NativeAsset(), Usd()).get_binary()));
  EXPECT_EQ(pool["asset_type"], "liquidity_pool_shares");
  EXPECT_EQ(pool["asset_issuer"], nullptr);
}

TEST(TrustOperations, AllowTrustInTheIssuersName) {
  for (const std::uint32_t authorize : {0u, 1u, 2u}) {
    const Json row = RowOf(From(Muxed("issuer", 3), AllowTrust("bob", "USD", authorize)));
    ExpectAsset(row, "", "USD", "credit_alphanum4");
    EXPECT_EQ(row["trustor"], AccountStrkey("bob"));
    EXPECT_EQ(row["authorize"], authorize == 1);
    EXPECT_EQ(row["authorize_to_maintain_liabilities"], authorize == 2);
    EXPECT_EQ(row["trust_line_flags"], authorize);
  }
  const Json old = RowOf(Tx("issuer").V0().Op(AllowTrust("bob", "EUROTOKEN", 1)), 12);
  ExpectAsset(old, "", "EUROTOKEN", "credit_alphanum12");
}

TEST(TrustOperations, SetFlagsClearThemOrLeaveThem) {
  const Json row = RowOf(SetTrustLineFlags("bob", Usd(), 2, 1));
  EXPECT_EQ(row["trustor"], AccountStrkey("bob"));
  EXPECT_EQ(row["set_flags"], 1);
  EXPECT_EQ(row["clear_flags"], 2);
  EXPECT_EQ(row["trust_line_flags"], 1);
  EXPECT_EQ(row["authorize"], true);
  EXPECT_EQ(row["authorize_to_maintain_liabilities"], false);
  const Json clawback = RowOf(SetTrustLineFlags("bob", Usd(), 4, 0));
  EXPECT_EQ(clawback["authorize"], nullptr);
  EXPECT_EQ(clawback["authorize_to_maintain_liabilities"], nullptr);
  EXPECT_EQ(clawback["clear_flags"], 4);
}

TEST(TrustOperations, ClawBack) {
  const Json row = RowOf(Clawback(Usd(), Muxed("bob", 8), 55));
  ExpectAsset(row, "", "USD", "credit_alphanum4");
  EXPECT_EQ(row["trustor"], AccountStrkey("bob"));
  EXPECT_EQ(row["amount"], 55);
  EXPECT_EQ(row["destination"], nullptr);
}

TEST(PoolOperations, CountShares) {
  const Json id = PoolId(NativeAsset(), Usd());
  const std::string asset = "liquidity_pool_shares:" + Hex(id.get_binary());
  const auto shares = [](std::int64_t count) {
    return PoolEntry(NativeAsset(), Usd(), {{"totalPoolShares", count}});
  };
  const Json deposit = LiquidityPoolDeposit(id, 1, 2, Price(1, 2), Price(2, 1));
  const JsonList changes = {State(PoolEntry(NativeAsset(), Euros())),
                            Updated(PoolEntry(NativeAsset(), Euros())), State(shares(100)),
                            Updated(shares(142))};
  const Json row = RowOf(Tx("alice").Op(deposit).Changes(changes));
  EXPECT_EQ(row["asset"], asset);
  EXPECT_EQ(row["asset_type"], "liquidity_pool_shares");
  EXPECT_EQ(row["amount"], 42);
  EXPECT_EQ(RowOf(deposit)["amount"], nullptr);
  const Json withdraw = RowOf(LiquidityPoolWithdraw(id, 17, 2, 3));
  EXPECT_EQ(withdraw["asset"], asset);
  EXPECT_EQ(withdraw["amount"], 17);
}

TEST(SorobanOperations, SayWhatTheyDo) {
  const auto row_of = [](const Json& op, const SorobanResources& resources = {}) {
    return RowOf(Tx("alice").Op(op).Soroban(resources));
  };
  const Json call =
      row_of(InvokeContract("token", "mint", {}, {Authorization("token", "mint", {})}));
  EXPECT_EQ(call["soroban_operation"], "invoke_contract");
  EXPECT_EQ(call["soroban_function"], "mint");
  EXPECT_EQ(call["soroban_contract_id"], ContractStrkey("token"));
  EXPECT_EQ(call["soroban_auth_required"], true);
  const Json upload = row_of(UploadWasm("code"));
  EXPECT_EQ(upload["soroban_operation"], "upload_wasm");
  EXPECT_EQ(upload["soroban_function"], nullptr);
  EXPECT_EQ(upload["soroban_contract_id"], nullptr);
  EXPECT_EQ(upload["soroban_auth_required"], false);
  const Json create = row_of(CreateContract("alice", "salt", NamedHash("wasm")));
  EXPECT_EQ(create["soroban_operation"], "create_contract");
  EXPECT_EQ(create["soroban_contract_id"].get<std::string>().front(), 'C');
  const Json create_v2 = row_of(CreateContract("alice", "salt", NamedHash("wasm"), JsonList{}));
  EXPECT_EQ(create_v2["soroban_operation"], "create_contract_v2");
  EXPECT_EQ(create_v2["soroban_contract_id"], create["soroban_contract_id"]);
}

TEST(SorobanOperations, OnFootprintsNameTheFirstContract) {
  const auto key = [](std::string_view contract) {
    return KeyOf(ContractDataEntry(ContractAddress(contract), ScSymbol("k"), ScVoid()));
  };
  const Json code = KeyOf(ContractCodeEntry("wasm"));
  const Json account = KeyOf(ContractDataEntry(AccountAddress("a"), ScSymbol("k"), ScVoid()));
  const Json restore =
      RowOf(Tx("alice")
                .Op(RestoreFootprint())
                .Soroban({.read_only = {key("read")},
                          .read_write = {code, account, key("written"), key("other")}}));
  EXPECT_EQ(restore["soroban_operation"], "restore_footprint");
  EXPECT_EQ(restore["soroban_contract_id"], ContractStrkey("written"));
  EXPECT_EQ(restore["soroban_auth_required"], nullptr);
  const Json extend =
      RowOf(Tx("alice").Op(ExtendFootprintTtl(5)).Soroban({.read_only = {code, key("read")}}));
  EXPECT_EQ(extend["soroban_operation"], "extend_footprint_ttl");
  EXPECT_EQ(extend["soroban_contract_id"], ContractStrkey("read"));
  const Json none = RowOf(Tx("alice").Op(ExtendFootprintTtl(5)).Soroban({.read_only = {code}}));
  EXPECT_EQ(none["soroban_contract_id"], nullptr);
}

TEST(SorobanOperations, KeepAnEmptyFunctionNameApartFromNone) {
  EXPECT_EQ(RowOf(Tx("alice").Op(InvokeContract("token", "", {})).Soroban({}))["soroban_function"],
            "");
}

}  // namespace
}  // namespace lake::testing
