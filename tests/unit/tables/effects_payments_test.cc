// effects_row_v1: what moving an amount does to both sides.
#include <gtest/gtest.h>

#include "support/effect_rows.h"

namespace lake::testing {
namespace {

using enum EffectType;
using Types = std::vector<EffectType>;

Json Usd() { return CreditAsset("USD", "issuer"); }
Json Euros() { return CreditAsset("EUROTOKEN", "issuer"); }
Json Native(const char* amount) { return {{"amount", amount}, {"asset_type", "native"}}; }

TEST(PaymentEffects, CreditTheReceiverThenDebitTheSender) {
  const JsonList rows = EffectsOf(Tx("alice").Op(Payment("bob", Usd(), 12'345'678)));
  ASSERT_EQ(rows.size(), 2u);
  const Json details = WithAsset("USD", "issuer", {{"amount", "1.2345678"}});
  ExpectEffect(rows[0], kAccountCredited, AccountStrkey("bob"), details);
  ExpectEffect(rows[1], kAccountDebited, AccountStrkey("alice"), details);
  EXPECT_EQ(ColumnsOfDetails(rows[0]), details);
  EXPECT_EQ(rows[0]["account_muxed"], nullptr);
}

TEST(PaymentEffects, AreNumberedByLedgerTransactionAndOperation) {
  LedgerChain chain(kTestPassphrase, 12'345, 22);
  const Tx tx = Tx("alice").Op(Payment("bob", NativeAsset(), 1)).Op(Payment("bob", Usd(), 2));
  const JsonList rows = EffectsOf(chain, tx);
  ASSERT_EQ(rows.size(), 4u);
  const std::int64_t first = 12'345LL << 32 | 1 << 12 | 1;
  EXPECT_EQ(rows[1]["operation_id"], first);
  EXPECT_EQ(rows[1]["effect_id"], std::to_string(first) + "-1");
  EXPECT_EQ(rows[3]["operation_id"], first + 1);
  EXPECT_EQ(rows[3]["operation_index"], 1);
  EXPECT_EQ(rows[3]["effect_index"], 1);
  EXPECT_EQ(rows[3]["ledger_sequence"], 12'345);
  EXPECT_EQ(rows[3]["ledger_range"], 10'000);
  EXPECT_NE(rows[3]["created_at"], 0);
  EXPECT_EQ(rows[3]["transaction_hash"].get<std::string>().size(), 64u);
}

TEST(PaymentEffects, KeepTheMuxedAddressesOfBothSides) {
  const Json op = From(Muxed("carol", 7), Payment(Muxed("bob", UINT64_MAX), NativeAsset(), 1));
  const JsonList rows = EffectsOf(Tx("alice").Op(op));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["account_id"], AccountStrkey("bob"));
  EXPECT_EQ(rows[0]["account_muxed"], MuxedStrkey("bob", UINT64_MAX));
  EXPECT_EQ(rows[1]["account_id"], AccountStrkey("carol"));
  EXPECT_EQ(rows[1]["account_muxed"], MuxedStrkey("carol", 7));
}

TEST(PaymentEffects, TakeTheTransactionsMuxedSourceWhenTheOperationHasNone) {
  const JsonList rows = EffectsOf(Tx(Muxed("alice", 5))
                                      .Op(Payment("bob", NativeAsset(), 1))
                                      .Op(From("carol", Payment("bob", NativeAsset(), 1))));
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[1]["account_muxed"], MuxedStrkey("alice", 5));
  EXPECT_EQ(rows[3]["account_muxed"], nullptr);
}

TEST(PaymentEffects, OfTheOldestEnvelopesHaveTheirBareSource) {
  const JsonList rows = EffectsOf(Tx("alice").V0().Op(Payment("bob", NativeAsset(), 1)), 9);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1]["account_id"], AccountStrkey("alice"));
}

TEST(PaymentEffects, DoNotComeOfFailedTransactions) {
  const Tx tx = Tx("alice")
                    .Op(Payment("bob", NativeAsset(), 1))
                    .Op(Payment("bob", NativeAsset(), 1))
                    .Fails({PaymentSuccess(), Failure("PAYMENT", "PAYMENT_UNDERFUNDED")});
  EXPECT_TRUE(EffectsOf(tx).empty());
}

TEST(CreateAccountEffects, EndWithTheMasterKeyAsSigner) {
  const JsonList rows = EffectsOf(Tx("alice").Op(CreateAccount("bob", 20'000'000)));
  ASSERT_EQ(rows.size(), 3u);
  const std::string bob = AccountStrkey("bob");
  ExpectEffect(rows[0], kAccountCreated, bob, {{"starting_balance", "2.0000000"}});
  ExpectEffect(rows[1], kAccountDebited, AccountStrkey("alice"), Native("2.0000000"));
  ExpectEffect(rows[2], kSignerCreated, bob, {{"public_key", bob}, {"weight", 1}});
  EXPECT_EQ(ColumnsOfDetails(rows[0]), Json::object());
  EXPECT_EQ(ColumnsOfDetails(rows[2]), (Json{{"signer_account", bob}, {"signer_weight", 1}}));
}

TEST(AccountMergeEffects, MoveTheWholeBalanceAndSayNothingOfTheEnd) {
  const Tx tx =
      Tx("alice").Op(AccountMerge(Muxed("bob", 3))).Succeeds({AccountMergeSuccess(987'654'321)});
  const JsonList rows = EffectsOf(tx);
  ASSERT_EQ(rows.size(), 3u);
  ExpectEffect(rows[0], kAccountDebited, AccountStrkey("alice"), Native("98.7654321"));
  ExpectEffect(rows[1], kAccountCredited, AccountStrkey("bob"), Native("98.7654321"));
  ExpectEffect(rows[2], kAccountRemoved, AccountStrkey("alice"), nullptr);
  EXPECT_EQ(rows[1]["account_muxed"], MuxedStrkey("bob", 3));
  EXPECT_EQ(rows[2]["details_json"], nullptr);
}

TEST(InflationEffects, CreditEveryWinner) {
  const JsonList payouts = {{{"destination", Account("bob")}, {"amount", 10'000'001}},
                            {{"destination", Account("carol")}, {"amount", 5}}};
  const JsonList rows =
      EffectsOf(Tx("alice").Op(Inflation()).Succeeds({InflationSuccess(payouts)}), 11);
  ASSERT_EQ(rows.size(), 2u);
  ExpectEffect(rows[0], kAccountCredited, AccountStrkey("bob"), Native("1.0000001"));
  ExpectEffect(rows[1], kAccountCredited, AccountStrkey("carol"), Native("0.0000005"));
}

TEST(PathPaymentEffects, ThatReceiveStrictlyDebitWhatTheFirstHopTook) {
  const Json op = PathPaymentStrictReceive(NativeAsset(), 1000, "bob", Euros(), 70, {Usd()});
  const JsonList atoms = {OrderBookAtom("maker", 1, Usd(), 50, NativeAsset(), 20),
                          OrderBookAtom("maker", 2, Usd(), 40, NativeAsset(), 30),
                          OrderBookAtom("maker", 3, Euros(), 70, Usd(), 90)};
  const Json result = PathPaymentSuccess("PATH_PAYMENT_STRICT_RECEIVE", atoms, "bob", Euros(), 70);
  const JsonList rows = EffectsOf(Tx("alice").Op(op).Succeeds({result}));
  ASSERT_EQ(rows.size(), 2u + 3 * 8);
  ExpectEffect(rows[0], kAccountCredited, AccountStrkey("bob"),
               WithAsset("EUROTOKEN", "issuer", {{"amount", "0.0000070"}}));
  ExpectEffect(rows[1], kAccountDebited, AccountStrkey("alice"), Native("0.0000050"));
  EXPECT_EQ(rows[8]["effect_type_string"], "offer_created");
}

TEST(PathPaymentEffects, ThatSendStrictlyCreditWhatArrivedAndCreateNoOffers) {
  const Json op = PathPaymentStrictSend(NativeAsset(), 1000, "bob", Usd(), 1);
  const JsonList atoms = {OrderBookAtom("maker", 1, Usd(), 44, NativeAsset(), 1000)};
  const Json result = PathPaymentSuccess("PATH_PAYMENT_STRICT_SEND", atoms, "bob", Usd(), 44);
  const JsonList rows = EffectsOf(Tx("alice").Op(op).Succeeds({result}));
  EXPECT_EQ(TypesOf(rows), (Types{kAccountCredited, kAccountDebited, kTrade, kTrade, kOfferUpdated,
                                  kOfferUpdated, kOfferRemoved, kOfferRemoved}));
  ASSERT_EQ(rows.size(), 8u);
  EXPECT_EQ(rows[0]["amount"], "0.0000044");
  EXPECT_EQ(rows[1]["amount"], "0.0001000");
}

TEST(PathPaymentEffects, WithoutAHopDebitThePaymentItself) {
  const Json op = PathPaymentStrictReceive(Usd(), 1000, "bob", Usd(), 70);
  const Json result = PathPaymentSuccess("PATH_PAYMENT_STRICT_RECEIVE", {}, "bob", Usd(), 70);
  const JsonList rows = EffectsOf(Tx("alice").Op(op).Succeeds({result}));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1]["amount"], "0.0000070");
}

TEST(PathPaymentEffects, KeepSumsThatExceedSixtyFourBits) {
  const Json op = PathPaymentStrictReceive(NativeAsset(), INT64_MAX, "bob", Usd(), 70);
  const JsonList atoms = {OrderBookAtom("maker", 1, Usd(), 35, NativeAsset(), INT64_MAX),
                          OrderBookAtom("maker", 2, Usd(), 35, NativeAsset(), 1)};
  const Json result = PathPaymentSuccess("PATH_PAYMENT_STRICT_RECEIVE", atoms, "bob", Usd(), 70);
  const Tx tx = Tx("alice").Op(op).Succeeds({result});
  const JsonList rows = EffectsOf(tx);
  ASSERT_GT(rows.size(), 1u);
  EXPECT_EQ(rows[1]["amount"], "922337203685.4775808");
  LedgerChain chain(kTestPassphrase, 1000, 22);
  EXPECT_EQ(RowsOf("operations_row_v2", chain, tx).at(0)["source_amount"], nullptr);
}

TEST(PaymentEffects, RefuseASuccessWithAFailedOperation) {
  const auto error = [](const Json& op, const Json& result) {
    return ErrorOf("effects_row_v1", Tx("alice").Op(op).Succeeds({result}));
  };
  EXPECT_EQ(error(AccountMerge("bob"), Failure("ACCOUNT_MERGE", "ACCOUNT_MERGE_DEST_FULL")),
            "ledger 1000: tx 1: op 0: a successful transaction with a failed account_merge");
  EXPECT_EQ(error(Inflation(), OuterFailure("opBAD_AUTH")),
            "ledger 1000: tx 1: op 0: a successful transaction with a failed inflation");
}

}  // namespace
}  // namespace lake::testing
