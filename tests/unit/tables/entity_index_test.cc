// entity_index_v1: balances, offers, pools and contracts that operations changed, pairs they
// traded.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/op_results.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "entity_index_v1";

Json Usd() { return CreditAsset("USD", "issuer"); }

std::vector<std::string> EntitiesOf(const Tx& tx) {
  LedgerChain chain(kTestPassphrase, 20'001, 22);
  std::vector<std::string> entities;
  for (const Json& row : RowsOf(kTable, chain, tx)) {
    EXPECT_EQ(row["ledger_sequence"], 20'001);
    EXPECT_EQ(row["operation_order"], 1);
    entities.push_back(row["kind"].get<std::string>() + " " + row["key"].get<std::string>());
  }
  return entities;
}
using Entities = std::vector<std::string>;

TEST(EntityIndex, HasEveryEntityThatAnOperationChangedOnce) {
  const Json offer = OfferEntry("alice", 7, NativeAsset(), Usd());
  const Json pool = PoolEntry(NativeAsset(), Usd());
  const Json balance = ClaimableBalanceEntry(BalanceId("b"), Usd(), 5, {Claimant("bob")});
  const Json data = ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5));
  const Tx tx = Tx("alice")
                    .Op(Inflation())
                    .Changes({State(offer), Updated(offer), State(offer), Removed(offer),
                              State(pool), Updated(pool), Created(balance), State(data),
                              Updated(data), Created(OfferEntry("bob", 9, Usd(), Usd())),
                              State(AccountEntry("alice")), Updated(AccountEntry("alice"))});
  EXPECT_EQ(EntitiesOf(tx),
            (Entities{"claimable_balance 00000000" + Hex(NameHash("b")),
                      "contract " + ContractStrkey("token"),
                      "liquidity_pool " + Hex(PoolId(NativeAsset(), Usd()).get_binary()), "offer 7",
                      "offer 9"}));
}

TEST(EntityIndex, HasPairsInOneOrderWhicheverSideWasSold) {
  const Json euros = CreditAsset("EUROTOKEN", "bank");
  const Tx tx =
      Tx("alice")
          .Op(PathPaymentStrictSend(NativeAsset(), 9, "bob", euros, 1, {Usd()}))
          .Succeeds({PathPaymentSuccess("PATH_PAYMENT_STRICT_SEND",
                                        {OrderBookAtom("maker", 1, Usd(), 0, NativeAsset(), 0),
                                         OrderBookAtom("maker", 2, Usd(), 4, NativeAsset(), 9),
                                         OrderBookAtom("maker", 3, NativeAsset(), 9, Usd(), 4),
                                         OrderBookAtom("maker", 4, euros, 2, Usd(), 4)},
                                        "bob", euros, 2)});
  const std::string usd = "USD:" + AccountStrkey("issuer");
  EXPECT_EQ(EntitiesOf(tx), (Entities{"asset_pair " + usd + "/EUROTOKEN:" + AccountStrkey("bank"),
                                      "asset_pair native/" + usd}));
}

TEST(EntityIndex, HasNothingOfFailures) {
  const Tx failed = Tx("alice")
                        .Op(ManageSellOffer(NativeAsset(), Usd(), 100, Price(1, 2)))
                        .Fails({Failure("MANAGE_SELL_OFFER", "MANAGE_SELL_OFFER_LINE_FULL")});
  EXPECT_TRUE(EntitiesOf(failed).empty());
}

}  // namespace
}  // namespace lake::testing
