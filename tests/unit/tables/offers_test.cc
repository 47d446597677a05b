// offers_snapshot_v1: prices as they are, assets of every type, offers that are filled at once.
#include <gtest/gtest.h>

#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "offers_snapshot_v1";

Json Usd() { return CreditAsset("USD", "issuer"); }

TEST(Offers, HaveBothAssetsAndTheUnreducedPrice) {
  const Json row =
      RowOfEntry(kTable, OfferEntry("alice", 44, Usd(), CreditAsset("EUROTOKEN", "bank"),
                                    {{"amount", INT64_MAX}, {"price", Price(6, 4)}, {"flags", 1}}));
  EXPECT_EQ(row["offer_id"], 44);
  EXPECT_EQ(row["seller_account"], AccountStrkey("alice"));
  EXPECT_EQ(row["selling_asset_type"], "credit_alphanum4");
  EXPECT_EQ(row["selling_asset_code"], "USD");
  EXPECT_EQ(row["selling_asset_issuer"], AccountStrkey("issuer"));
  EXPECT_EQ(row["buying_asset_type"], "credit_alphanum12");
  EXPECT_EQ(row["buying_asset_code"], "EUROTOKEN");
  EXPECT_EQ(row["buying_asset_issuer"], AccountStrkey("bank"));
  EXPECT_EQ(row["amount"], "9223372036854775807");
  EXPECT_EQ(row["price"], "6/4");
  EXPECT_EQ(row["flags"], 1);
  EXPECT_EQ(row["ledger_sequence"], 54'321);
}

TEST(Offers, OfLumensNameNoCode) {
  const Json row = RowOfEntry(kTable, OfferEntry("alice", 1, NativeAsset(), Usd()));
  EXPECT_EQ(row["selling_asset_type"], "native");
  EXPECT_EQ(row["selling_asset_code"], nullptr);
  EXPECT_EQ(row["selling_asset_issuer"], nullptr);
  const Json other = RowOfEntry(kTable, OfferEntry("alice", 1, Usd(), NativeAsset()));
  EXPECT_EQ(other["buying_asset_type"], "native");
  EXPECT_EQ(other["buying_asset_code"], nullptr);
}

TEST(Offers, ShowImpossiblePricesAsTheyAre) {
  const Json entry = OfferEntry("alice", 1, NativeAsset(), Usd(),
                                {{"price", Price(INT32_MIN, 0)}, {"amount", -5}});
  const Json row = RowOfEntry(kTable, entry);
  EXPECT_EQ(row["price"], "-2147483648/0");
  EXPECT_EQ(row["amount"], "-5");
}

TEST(Offers, MadeAndFilledInOneLedgerHaveNoRow) {
  const Json offer = OfferEntry("alice", 1, NativeAsset(), Usd());
  EXPECT_TRUE(RowsOfChanges(kTable, {Created(offer), State(offer), Removed(offer)}).empty());
  EXPECT_TRUE(RowsOfChanges(kTable, {State(offer), Removed(offer)}).empty());
}

}  // namespace
}  // namespace lake::testing
