#include "stellar/revoked_balance.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "stellar/strkey.h"
#include "support/assets.h"

namespace lake::testing {
namespace {

// From a ledger of testnet's: the balance that got the USD of one of two pools.
TEST(RevokedBalance, HasTheIdThatTheNetworkGaveIt) {
  const auto issuer = ParseKeyStrkey(StrkeyKind::kAccount,
                                     "GB6Z52J2OTVVDLIDWZYFFNQUCTWORJFBEJZROVCDTSRMOXMEZJM6YLYH");
  ASSERT_TRUE(issuer.ok());
  const Json account = {{"ed25519", Opaque(*issuer)}};
  const XdrBytes asset = EncodeXdr("Asset", CreditAsset("USD", AccountRef(account)));
  const auto pool = ParseHex("7370a7b35254be3fdfa609d1b2b1db6df49046767241691052db7087c3d2da3e");
  ASSERT_TRUE(pool.ok());
  const auto id = RevokedBalanceId({.source_key = *issuer, .sequence = 77, .index = 0}, *pool,
                                   xdr::Asset(asset.data()));
  EXPECT_EQ(Hex(id), "00000000c5cd43cbb33e2d6e73e5ee0852715fe77e39e86922e011d16bdbf1606b797184");
}

}  // namespace
}  // namespace lake::testing
