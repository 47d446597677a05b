// trustlines_snapshot_v1 where real samples are poor: shares of several pools, every flag,
// liabilities.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "entry_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "trustlines_snapshot_v1";

Json Usd() { return CreditAsset("USD", "issuer"); }

TEST(Trustlines, HaveTheirAssetAndAmounts) {
  const Json row = RowOfEntry(
      kTable,
      TrustLineEntry("alice", Usd(),
                     {{"balance", 15}, {"limit", 70'000'000}, {"ext", TrustLineExt(1, 2)}}));
  EXPECT_EQ(row["account_id"], AccountStrkey("alice"));
  EXPECT_EQ(row["asset_code"], "USD");
  EXPECT_EQ(row["asset_issuer"], AccountStrkey("issuer"));
  EXPECT_EQ(row["asset_type"], "credit_alphanum4");
  EXPECT_EQ(row["balance"], "0.0000015");
  EXPECT_EQ(row["trust_limit"], "7.0000000");
  EXPECT_EQ(row["buying_liabilities"], "0.0000001");
  EXPECT_EQ(row["selling_liabilities"], "0.0000002");
  EXPECT_EQ(row["ledger_sequence"], 54'321);
  EXPECT_EQ(row["created_at"], 1'700'000'005'000'000);
}

TEST(Trustlines, WithoutExtensionOweNothing) {
  const Json row = RowOfEntry(kTable, TrustLineEntry("alice", CreditAsset("EUROTOKEN", "issuer")));
  EXPECT_EQ(row["buying_liabilities"], "0.0000000");
  EXPECT_EQ(row["selling_liabilities"], "0.0000000");
  EXPECT_EQ(row["asset_type"], "credit_alphanum12");
  EXPECT_EQ(row["trust_limit"], "922337203685.4775807");
}

TEST(Trustlines, OfTwoPoolsAreToldApartByThePool) {
  const Json one = PoolId(NativeAsset(), Usd()), two = PoolId(Usd(), CreditAsset("X", "issuer"));
  JsonList changes;
  for (const Json& pool : {one, two}) {
    const Json line = TrustLineEntry("alice", PoolShareAsset(pool), {{"flags", 0}});
    changes.push_back(Created(line));
  }
  const JsonList rows = RowsOfChanges(kTable, changes);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["asset_issuer"], Hex(one.get_binary()));
  EXPECT_EQ(rows[1]["asset_issuer"], Hex(two.get_binary()));
  for (const Json& row : rows) {
    EXPECT_EQ(row["asset_code"], "POOL_SHARE");
    EXPECT_EQ(row["asset_type"], "liquidity_pool_shares");
    EXPECT_EQ(row["authorized"], false);
  }
}

TEST(Trustlines, WithAPoolUseCountStillHaveLiabilities) {
  const Json line = TrustLineEntry("alice", Usd(), {{"ext", TrustLineExt(3, 4, 1)}});
  EXPECT_EQ(RowOfEntry(kTable, line)["selling_liabilities"], "0.0000004");
}

TEST(Trustlines, SpellTheirFlagsOneByOne) {
  for (const std::uint32_t flag : {0u, 1u, 2u, 4u, 5u}) {
    const Json row = RowOfEntry(kTable, TrustLineEntry("alice", Usd(), {{"flags", flag}}));
    EXPECT_EQ(row["authorized"], (flag & 1) != 0);
    EXPECT_EQ(row["authorized_to_maintain_liabilities"], (flag & 2) != 0);
    EXPECT_EQ(row["clawback_enabled"], (flag & 4) != 0);
  }
}

TEST(Trustlines, CreatedAndRemovedInOneLedgerHaveNoRow) {
  const Json line = TrustLineEntry("alice", Usd());
  EXPECT_TRUE(RowsOfChanges(kTable, {Created(line), State(line), Removed(line)}).empty());
  EXPECT_TRUE(RowsOfChanges(kTable, {State(line), Removed(line)}).empty());
}

}  // namespace
}  // namespace lake::testing
