// liquidity_pools_snapshot_v1: reserves, shares, assets of every type, pools that are emptied.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "liquidity_pools_snapshot_v1";

Json Usd() { return CreditAsset("USD", "issuer"); }

TEST(LiquidityPools, HaveTheirAssetsAndReserves) {
  const Json row = RowOfEntry(kTable, PoolEntry(NativeAsset(), Usd(),
                                                {{"reserveA", 5},
                                                 {"reserveB", 6},
                                                 {"totalPoolShares", 7},
                                                 {"poolSharesTrustLineCount", 8}}));
  EXPECT_EQ(row["liquidity_pool_id"], Hex(PoolId(NativeAsset(), Usd()).get_binary()));
  EXPECT_EQ(row["pool_type"], "constant_product");
  EXPECT_EQ(row["fee"], 30);
  EXPECT_EQ(row["asset_a_type"], "native");
  EXPECT_EQ(row["asset_a_code"], nullptr);
  EXPECT_EQ(row["asset_a_issuer"], nullptr);
  EXPECT_EQ(row["asset_a_amount"], 5);
  EXPECT_EQ(row["asset_b_type"], "credit_alphanum4");
  EXPECT_EQ(row["asset_b_code"], "USD");
  EXPECT_EQ(row["asset_b_issuer"], AccountStrkey("issuer"));
  EXPECT_EQ(row["asset_b_amount"], 6);
  EXPECT_EQ(row["total_pool_shares"], 7);
  EXPECT_EQ(row["trustline_count"], 8);
  EXPECT_EQ(row["ledger_range"], 50'000);
}

TEST(LiquidityPools, OfTwoIssuedAssetsNameBoth) {
  const Json row = RowOfEntry(kTable, PoolEntry(Usd(), CreditAsset("EUROTOKEN", "bank")));
  EXPECT_EQ(row["asset_a_code"], "USD");
  EXPECT_EQ(row["asset_b_code"], "EUROTOKEN");
  EXPECT_EQ(row["asset_b_type"], "credit_alphanum12");
}

TEST(LiquidityPools, ThatAreEmptyStillHaveARow) {
  const Json row = RowOfEntry(
      kTable,
      PoolEntry(NativeAsset(), Usd(), {{"reserveA", 0}, {"reserveB", 0}, {"totalPoolShares", 0}}));
  EXPECT_EQ(row["total_pool_shares"], 0);
}

TEST(LiquidityPools, RemovedHaveNoRow) {
  const Json pool = PoolEntry(NativeAsset(), Usd());
  EXPECT_TRUE(RowsOfChanges(kTable, {State(pool), Removed(pool)}).empty());
  EXPECT_TRUE(RowsOfChanges(kTable, {Created(pool), State(pool), Removed(pool)}).empty());
}

}  // namespace
}  // namespace lake::testing
