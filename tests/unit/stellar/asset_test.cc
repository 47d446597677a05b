#include "stellar/asset.h"

#include <gtest/gtest.h>

#include <string>

#include "base/hex.h"
#include "stellar/strkey.h"
#include "unit/stellar/xdr_bytes.h"

namespace lake {
namespace {

constexpr const char* kAquaIssuer = "GBNZILSTVQZ4R7IKQDGHYGY2QXL5QOFJYQMXPKWRRM5PAV7Y4M67AQUA";
constexpr const char* kUsdcIssuer = "GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN";

// `code` fills its 4 or 12 bytes.
XdrBytes Credit(std::string_view code, const char* issuer) {
  return XdrBytes()
      .U32(code.size() == 4 ? 1 : 2)
      .Raw(AsBytes(code))
      .U32(0)
      .Raw(*ParseKeyStrkey(StrkeyKind::kAccount, issuer));
}

TEST(Asset, NativeHasNeitherCodeNorIssuer) {
  Arena arena;
  const AssetText text = AssetTextOf(arena, xdr::Asset(XdrBytes().U32(0).data()));
  EXPECT_EQ(text.type, "native");
  EXPECT_EQ(text.canonical, "native");
  EXPECT_FALSE(text.code || text.issuer || text.pool_id);
}

TEST(Asset, CreditsAreCodeAndIssuer) {
  Arena arena;
  const XdrBytes usdc = Credit("USDC", kUsdcIssuer);
  const AssetText text = AssetTextOf(arena, xdr::Asset(usdc.data()));
  EXPECT_EQ(text.type, "credit_alphanum4");
  EXPECT_EQ(text.code, "USDC");
  EXPECT_EQ(text.issuer, kUsdcIssuer);
  EXPECT_EQ(text.canonical, std::string("USDC:") + kUsdcIssuer);
  const XdrBytes padded = Credit(std::string_view("INDUSQNT\0\0\0\0", 12), kUsdcIssuer);
  const AssetText long_text = AssetTextOf(arena, xdr::TrustLineAsset(padded.data()));
  EXPECT_EQ(long_text.type, "credit_alphanum12");
  EXPECT_EQ(long_text.code, "INDUSQNT");
}

TEST(Asset, CodesAreCutAtTrailingNulsOnlyAndSanitized) {
  Arena arena;
  EXPECT_EQ(AssetCodeText(arena, AsBytes(std::string_view("X\0\0\0", 4))), "X");
  EXPECT_EQ(AssetCodeText(arena, AsBytes(std::string_view("\0\0\0\0", 4))), "");
  EXPECT_EQ(AssetCodeText(arena, AsBytes(std::string_view("A\0B\0", 4))), "AB");
  EXPECT_EQ(AssetCodeText(arena, AsBytes(std::string_view("A\xFF\0\0", 4))), "A\xEF\xBF\xBD");
}

TEST(Asset, AnOperationMayNameTheCodeOnly) {
  Arena arena;
  const XdrBytes code = XdrBytes().U32(1).Raw(AsBytes("USDC"));
  const auto issuer = *ParseKeyStrkey(StrkeyKind::kAccount, kUsdcIssuer);
  EXPECT_EQ(AssetTextOf(arena, xdr::AssetCode(code.data()), issuer.data()).canonical,
            std::string("USDC:") + kUsdcIssuer);
}

TEST(Asset, PoolSharesAreNamedByThePoolOfTheirParameters) {
  // The AQUA/USDC pool of the public network.
  const char* pool_id = "0b8aafefa1a40476e886929db7ad9ea038a5ade60584737c04045c6d018871f4";
  XdrBytes line = XdrBytes().U32(3).U32(0);
  line.Add(Credit("AQUA", kAquaIssuer)).Add(Credit("USDC", kUsdcIssuer)).U32(30);
  Arena arena;
  const AssetText text = AssetTextOf(arena, xdr::ChangeTrustAsset(line.data()));
  EXPECT_EQ(text.type, "liquidity_pool_shares");
  EXPECT_EQ(text.pool_id, pool_id);
  EXPECT_EQ(text.canonical, std::string("liquidity_pool_shares:") + pool_id);
  EXPECT_FALSE(text.code || text.issuer);
  const XdrBytes trust_line = XdrBytes().U32(3).Raw(*ParseHex(pool_id));
  EXPECT_EQ(AssetTextOf(arena, xdr::TrustLineAsset(trust_line.data())).canonical, text.canonical);
}

TEST(Asset, NamesComeApart) {
  EXPECT_EQ(ParseAssetText("native")->type, "native");
  const std::string usdc = std::string("USDC:") + kUsdcIssuer;
  const auto text = ParseAssetText(usdc);
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->type, "credit_alphanum4");
  EXPECT_EQ(text->code, "USDC");
  EXPECT_EQ(text->issuer, kUsdcIssuer);
  EXPECT_EQ(ParseAssetText(std::string("USDCX:") + kUsdcIssuer)->type, "credit_alphanum12");
}

TEST(Asset, NamesOfNoAssetAreRefused) {
  const std::string issuer = kUsdcIssuer;
  for (const std::string& text :
       {std::string(), std::string("Native"), ":" + issuer, issuer, "USDC:" + issuer.substr(1),
        "USDC:" + issuer + "A", "THIRTEENCHARS:" + issuer, "US-C:" + issuer}) {
    EXPECT_FALSE(ParseAssetText(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace lake
