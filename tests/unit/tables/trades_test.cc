#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/op_results.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "trades_row_v1";

Json Usd() { return CreditAsset("USD", "issuer"); }
Json Euros() { return CreditAsset("EUROTOKEN", "issuer"); }

JsonList TradesOf(const Tx& tx, std::uint32_t protocol = 22) {
  LedgerChain chain(kTestPassphrase, 20'001, protocol);
  return RowsOf(kTable, chain, tx);
}

Tx Selling(const JsonList& atoms, const JsonList& changes = {}) {
  return Tx("carol")
      .Op(From(Muxed("alice", 1), ManageSellOffer(NativeAsset(), Usd(), 100, Price(1, 2))))
      .Changes(changes)
      .Succeeds({OfferSuccess("MANAGE_SELL_OFFER", atoms)});
}

Json Offer(const char* seller, std::int64_t id, const Json& price) {
  return OfferEntry(seller, id, Usd(), NativeAsset(), {{"price", price}});
}

TEST(Trades, OfAnOfferHaveItsPriceFromBeforeTheOperation) {
  const Json before = Offer("maker", 5, Price(1, 3));
  const JsonList rows = TradesOf(
      Selling({OrderBookAtom("maker", 5, Usd(), 7, NativeAsset(), 20)},
              {State(Offer("maker", 4, Price(9, 1))), Removed(Offer("maker", 4, Price(9, 1))),
               State(before), Updated(Offer("maker", 5, Price(8, 1))),
               State(Offer("other", 5, Price(7, 1))), Updated(Offer("other", 5, Price(7, 1)))}));
  ASSERT_EQ(rows.size(), 1u);
  const Json& row = rows[0];
  EXPECT_EQ(row["price"], "0.3333333");
  EXPECT_EQ(row["ledger_sequence"], 20'001);
  EXPECT_EQ(row["ledger_range"], 20'000);
  EXPECT_EQ(row["operation_index"], 0);
  EXPECT_EQ(row["trade_index"], 0);
  EXPECT_EQ(row["trade_type"], "orderbook");
  EXPECT_EQ(row["trade_timestamp"], row["created_at"]);
  EXPECT_EQ(row["seller_account"], AccountStrkey("maker"));
  EXPECT_EQ(row["selling_asset_code"], "USD");
  EXPECT_EQ(row["selling_asset_issuer"], AccountStrkey("issuer"));
  EXPECT_EQ(row["selling_amount"], "0.0000007");
  EXPECT_EQ(row["buyer_account"], AccountStrkey("alice"));
  EXPECT_EQ(row["buying_asset_code"], nullptr);
  EXPECT_EQ(row["buying_asset_issuer"], nullptr);
  EXPECT_EQ(row["buying_amount"], "0.0000020");
}

TEST(Trades, WithoutTheOfferInTheChangesHaveThePriceOfTheAmounts) {
  const JsonList rows = TradesOf(Selling({OrderBookAtom("maker", 5, Usd(), 8, NativeAsset(), 20),
                                          OrderBookAtom("maker", 6, Usd(), 0, NativeAsset(), 20)},
                                         {Created(Offer("maker", 5, Price(9, 1)))}));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["price"], "2.5000000");
  EXPECT_EQ(rows[1]["price"], "0.0000000");
}

TEST(Trades, WithAPoolHaveItsIdAndThePriceOfTheAmounts) {
  const Json id = PoolId(NativeAsset(), Usd());
  const JsonList rows = TradesOf(Selling({PoolAtom(id, Usd(), 3, NativeAsset(), 20)}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["trade_type"], "liquidity_pool");
  EXPECT_EQ(rows[0]["seller_account"], Hex(id.get_binary()));
  EXPECT_EQ(rows[0]["price"], "6.6666667");
}

TEST(Trades, KeepTheIndexOfAtomsThatAreLeftOut) {
  const Tx tx =
      Tx("alice")
          .Op(Payment("bob", NativeAsset(), 1))
          .Op(PathPaymentStrictSend(NativeAsset(), 9, "bob", Euros(), 1, {Usd()}))
          .Succeeds({PaymentSuccess(),
                     PathPaymentSuccess("PATH_PAYMENT_STRICT_SEND",
                                        {OrderBookAtom("maker", 1, Usd(), 0, NativeAsset(), 0),
                                         OrderBookAtom("maker", 2, Usd(), 4, NativeAsset(), 9),
                                         OrderBookAtom("maker", 3, Euros(), 2, Usd(), 4)},
                                        "bob", Euros(), 2)});
  const JsonList rows = TradesOf(tx);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["trade_index"], 1);
  EXPECT_EQ(rows[1]["trade_index"], 2);
  EXPECT_EQ(rows[1]["operation_index"], 1);
  EXPECT_EQ(rows[1]["buying_asset_code"], "USD");
  EXPECT_EQ(rows[1]["buying_asset_issuer"], AccountStrkey("issuer"));
  EXPECT_EQ(rows[1]["selling_asset_code"], "EUROTOKEN");
  EXPECT_EQ(rows[1]["buyer_account"], AccountStrkey("alice"));
}

TEST(Trades, ComeOfEveryOperationThatCanCrossOffers) {
  const JsonList atoms = {LegacyOrderBookAtom("maker", 5, Usd(), 7, NativeAsset(), 20)};
  const auto count = [](const Json& op, const Json& result) {
    const JsonList rows = TradesOf(Tx("alice").Op(op).Succeeds({result}), 17);
    EXPECT_TRUE(rows.empty() || rows[0]["seller_account"] == AccountStrkey("maker"));
    return rows.size();
  };
  const Json lumens = NativeAsset();
  const Json passive = CreatePassiveSellOffer(lumens, Usd(), 100, Price(1, 2));
  EXPECT_EQ(count(ManageBuyOffer(lumens, Usd(), 100, Price(1, 2)),
                  OfferSuccess("MANAGE_BUY_OFFER", atoms)),
            1u);
  EXPECT_EQ(count(passive, OfferSuccess("CREATE_PASSIVE_SELL_OFFER", atoms)), 1u);
  EXPECT_EQ(count(passive, OfferSuccess("MANAGE_SELL_OFFER", atoms)), 1u);
  EXPECT_EQ(count(PathPaymentStrictReceive(lumens, 100, "bob", Usd(), 7),
                  PathPaymentSuccess("PATH_PAYMENT_STRICT_RECEIVE", atoms, "bob", Usd(), 7)),
            1u);
}

TEST(Trades, DoNotComeOfFailedTransactions) {
  const Json offer = ManageSellOffer(NativeAsset(), Usd(), 100, Price(1, 2));
  const Json crossed =
      OfferSuccess("MANAGE_SELL_OFFER", {OrderBookAtom("maker", 5, Usd(), 7, NativeAsset(), 20)});
  const Tx tx = Tx("alice")
                    .Op(offer)
                    .Op(Payment("bob", NativeAsset(), 1))
                    .Fails({crossed, Failure("PAYMENT", "PAYMENT_UNDERFUNDED")});
  EXPECT_TRUE(TradesOf(tx).empty());
}

}  // namespace
}  // namespace lake::testing
