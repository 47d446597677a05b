// trades_extra_row_v1: exact prices, the offers of both sides, the pool's fee.
#include <gtest/gtest.h>

#include "support/op_results.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "trades_extra_row_v1";
constexpr std::int64_t kOperationId = (std::int64_t{20'001} << 32) + (1 << 12) + 1;
constexpr std::int64_t kNoOffer = std::int64_t{1} << 62;

Json Usd() { return CreditAsset("USD", "issuer"); }

JsonList TradesOf(const Tx& tx) {
  LedgerChain chain(kTestPassphrase, 20'001, 22);
  return RowsOf(kTable, chain, tx);
}

Tx Selling(const JsonList& atoms, const JsonList& changes, std::string_view effect,
           const Json& left) {
  return Tx("carol")
      .Op(ManageSellOffer(NativeAsset(), Usd(), 100, Price(1, 2)))
      .Changes(changes)
      .Succeeds({OfferSuccess("MANAGE_SELL_OFFER", atoms, effect, left)});
}

Tx Selling(const JsonList& atoms, const JsonList& changes = {}) {
  return Selling(atoms, changes, "MANAGE_OFFER_DELETED", nullptr);
}

Json Offer(const char* seller, std::int64_t id, const Json& price) {
  return OfferEntry(seller, id, Usd(), NativeAsset(), {{"price", price}});
}

TEST(TradesExtra, HaveTheRestingOffersPriceAsItStands) {
  const JsonList rows = TradesOf(
      Selling({OrderBookAtom("maker", 5, Usd(), 7, NativeAsset(), 20),
               OrderBookAtom("maker", 6, Usd(), 8, NativeAsset(), 21)},
              {State(Offer("other", 5, Price(7, 1))), Removed(Offer("other", 5, Price(7, 1))),
               State(Offer("maker", 6, Price(2, 6))), Removed(Offer("maker", 6, Price(2, 6))),
               State(Offer("maker", 5, Price(1, 3))), Updated(Offer("maker", 5, Price(8, 1)))}));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["offer_id"], 5);
  EXPECT_EQ(rows[0]["price_n"], 1);
  EXPECT_EQ(rows[0]["price_d"], 3);
  EXPECT_EQ(rows[1]["price_n"], 2);
  EXPECT_EQ(rows[1]["price_d"], 6);
  EXPECT_EQ(rows[1]["trade_index"], 1);
  EXPECT_EQ(rows[1]["operation_id"], kOperationId);
  EXPECT_EQ(rows[1]["pool_fee_bp"], nullptr);
  EXPECT_EQ(rows[1]["ledger_range"], 20'000);
}

// An operation may cross an offer, be crossed itself, and cross the first again.
TEST(TradesExtra, OfSeveralImagesHaveTheLast) {
  const JsonList rows = TradesOf(
      Selling({OrderBookAtom("maker", 5, Usd(), 7, NativeAsset(), 20)},
              {State(Offer("maker", 5, Price(1, 3))), Updated(Offer("maker", 5, Price(2, 3))),
               State(Offer("maker", 5, Price(2, 3))), Updated(Offer("maker", 5, Price(3, 3)))}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["price_n"], 2);
}

TEST(TradesExtra, WithoutTheOfferHaveThePriceOfTheAmounts) {
  const JsonList rows = TradesOf(Selling({OrderBookAtom("maker", 5, Usd(), 8, NativeAsset(), 20)}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["price_n"], 20);
  EXPECT_EQ(rows[0]["price_d"], 8);
}

TEST(TradesExtra, NameTheOfferThatTheTakerLeft) {
  const JsonList atoms = {OrderBookAtom("maker", 5, Usd(), 7, NativeAsset(), 20)};
  const auto taker = [](const Tx& tx) {
    const JsonList rows = TradesOf(tx);
    return rows.size() == 1 ? rows[0]["taker_offer_id"] : Json();
  };
  const Json left = OfferEntry("carol", 77, NativeAsset(), Usd())["data"]["offer"];
  EXPECT_EQ(taker(Selling(atoms, {}, "MANAGE_OFFER_CREATED", left)), 77);
  EXPECT_EQ(taker(Selling(atoms, {}, "MANAGE_OFFER_UPDATED", left)), 77);
  EXPECT_EQ(taker(Selling(atoms)), kOperationId + kNoOffer);
  const Tx path =
      Tx("alice")
          .Op(PathPaymentStrictSend(NativeAsset(), 9, "bob", Usd(), 1))
          .Succeeds({PathPaymentSuccess("PATH_PAYMENT_STRICT_SEND", atoms, "bob", Usd(), 7)});
  EXPECT_EQ(taker(path), kOperationId + kNoOffer);
}

TEST(TradesExtra, WithAPoolHaveItsFeeAndTheAmounts) {
  const Json id = PoolId(NativeAsset(), Usd());
  const Json pool = PoolEntry(NativeAsset(), Usd());
  const JsonList atoms = {PoolAtom(id, Usd(), 3, NativeAsset(), 20)};
  const JsonList rows = TradesOf(Selling(atoms, {State(pool), Updated(pool)}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["offer_id"], nullptr);
  EXPECT_EQ(rows[0]["price_n"], 20);
  EXPECT_EQ(rows[0]["price_d"], 3);
  EXPECT_EQ(rows[0]["pool_fee_bp"], 30);
  EXPECT_EQ(TradesOf(Selling(atoms)).at(0)["pool_fee_bp"], nullptr);
}

TEST(TradesExtra, KeepTheIndexOfAtomsThatAreLeftOut) {
  const JsonList rows = TradesOf(Selling({OrderBookAtom("maker", 1, Usd(), 0, NativeAsset(), 0),
                                          OrderBookAtom("maker", 2, Usd(), 4, NativeAsset(), 9)}));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["trade_index"], 1);
  EXPECT_EQ(rows[0]["offer_id"], 2);
}

TEST(TradesExtra, DoNotComeOfFailedTransactionsOrOtherOperations) {
  const Tx failed = Tx("alice")
                        .Op(ManageSellOffer(NativeAsset(), Usd(), 100, Price(1, 2)))
                        .Fails({Failure("MANAGE_SELL_OFFER", "MANAGE_SELL_OFFER_LINE_FULL")});
  EXPECT_TRUE(TradesOf(failed).empty());
  EXPECT_TRUE(TradesOf(Tx("alice").Op(Payment("bob", NativeAsset(), 1))).empty());
}

}  // namespace
}  // namespace lake::testing
