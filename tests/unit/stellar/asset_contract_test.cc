#include "stellar/asset_contract.h"

#include <gtest/gtest.h>

#include <string>

#include "stellar/network.h"
#include "stellar/strkey.h"
#include "unit/stellar/xdr_bytes.h"

namespace lake {
namespace {

constexpr std::string_view kUsdc = "USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN";
constexpr std::string_view kUsdcContract =
    "CCW67TSZV3SSS2HXMBQ5JFGCKJNXKZM7UQUWUZPUTHXSTZLEO7SJMI75";

Hash256 Pubnet() { return ParseNetwork("pubnet")->id; }

TEST(AssetContract, IdsAreThoseOfTheNetworks) {
  Arena arena;
  EXPECT_EQ(ContractText(arena, NativeAssetContractId(Pubnet()).data()),
            "CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA");
  EXPECT_EQ(ContractText(arena, NativeAssetContractId(ParseNetwork("testnet")->id).data()),
            "CDLZFC3SYJYDZT7K67VZ75HPJVIEUVNIXF47ZG2FB2RMQQVU2HHGCYSC");
  EXPECT_EQ(ContractText(arena, AssetContractId(Pubnet(), kUsdc)->data()), kUsdcContract);
}

TEST(AssetContract, NameAndXdrOfAnAssetGiveTheSameId) {
  const auto issuer = *ParseKeyStrkey(StrkeyKind::kAccount, kUsdc.substr(5));
  const XdrBytes short_code = XdrBytes().U32(1).Raw(AsBytes("USDC")).U32(0).Raw(issuer);
  EXPECT_EQ(AssetContractId(Pubnet(), xdr::Asset(short_code.data())),
            AssetContractId(Pubnet(), kUsdc));
  const XdrBytes long_code = XdrBytes()
                                 .U32(2)
                                 .Raw(AsBytes(std::string_view("USDCX\0\0\0\0\0\0\0", 12)))
                                 .U32(0)
                                 .Raw(issuer);
  EXPECT_EQ(AssetContractId(Pubnet(), xdr::Asset(long_code.data())),
            AssetContractId(Pubnet(), std::string("USDCX:").append(kUsdc.substr(5))));
  EXPECT_EQ(AssetContractId(Pubnet(), xdr::Asset(XdrBytes().U32(0).data())),
            NativeAssetContractId(Pubnet()));
}

TEST(AssetContract, TheCacheBelievesOnlyTheAssetsOwnContract) {
  AssetContractCache cache(Pubnet());
  const auto id = *ParseKeyStrkey(StrkeyKind::kContract, kUsdcContract);
  EXPECT_TRUE(cache.IsContractOf(id, kUsdc));
  EXPECT_TRUE(cache.IsContractOf(id, kUsdc));
  EXPECT_EQ(cache.size(), 1u);
  EXPECT_FALSE(cache.IsContractOf(id, "native"));
  EXPECT_FALSE(cache.IsContractOf(id, "not an asset"));
  EXPECT_EQ(cache.size(), 2u);
}

TEST(AssetContract, TheCacheStaysBounded) {
  AssetContractCache cache(Pubnet());
  const auto id = *ParseKeyStrkey(StrkeyKind::kContract, kUsdcContract);
  for (int i = 0; i < 5000; ++i) {
    cache.IsContractOf(id, std::to_string(i).append(kUsdc.substr(4)));
  }
  EXPECT_LE(cache.size(), 4096u);
  EXPECT_TRUE(cache.IsContractOf(id, kUsdc));
}

}  // namespace
}  // namespace lake
