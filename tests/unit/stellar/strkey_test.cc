#include "stellar/strkey.h"

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "base/hex.h"

namespace lake {
namespace {

// The key of SEP-23's test cases.
std::vector<std::uint8_t> SepKey() {
  return *ParseHex("3f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7fe89a");
}

std::vector<std::uint8_t> Counting(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{1});
  return bytes;
}

TEST(Strkey, EncodesAccounts) {
  Arena arena;
  EXPECT_EQ(AccountText(arena, SepKey().data()),
            "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ");
  const std::vector<std::uint8_t> zero(32);
  EXPECT_EQ(AccountText(arena, zero.data()),
            "GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF");
}

TEST(Strkey, EncodesEveryOtherKind) {
  Arena arena;
  const auto key = SepKey();
  EXPECT_EQ(MuxedText(arena, key.data(), 0),
            "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ");
  EXPECT_EQ(MuxedText(arena, key.data(), 9223372036854775808u),
            "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK");
  EXPECT_EQ(ContractText(arena, key.data()),
            "CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA");
  EXPECT_EQ(LiquidityPoolText(arena, key.data()),
            "LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN");
  EXPECT_EQ(ClaimableBalanceText(arena, key.data()),
            "BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU");
  const auto hash = *ParseHex("69a8c4cbb9f64e8a07985e6e1ac05d069c3162921056bcf4d6ddbf4e38d055f3");
  EXPECT_TRUE(PreAuthTxText(arena, hash.data()).starts_with("TBU2R"));
  EXPECT_TRUE(HashXText(arena, hash.data()).starts_with("XBU2R"));
}

TEST(Strkey, EncodesSignedPayloadsWithXdrPadding) {
  Arena arena;
  const auto key = SepKey();
  EXPECT_EQ(
      SignedPayloadText(arena, key.data(), Counting(32)),
      "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAQACAQDAQCQMBYIBEFAWDANBYHRAEIS"
      "CMKBKFQXDAMRUGY4DUPB6IBZGM");
  EXPECT_EQ(
      SignedPayloadText(arena, key.data(), Counting(29)),
      "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAOQCAQDAQCQMBYIBEFAWDANBYHRAEIS"
      "CMKBKFQXDAMRUGY4DUAAAAFGBU");
  EXPECT_EQ(SignedPayloadText(arena, key.data(), Counting(64)).size(), kMaxStrkeySize);
}

TEST(Strkey, ParsesWhatItPrints) {
  for (const char* text : {
           "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ",
           "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK",
           "CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA",
           "LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN",
           "BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU",
           "TBU2RRGLXH3E5CQHTD3ODLDF2BWDCYUSSBLLZ5GNW7JXHDIYKXZWHXL7",
           "XBU2RRGLXH3E5CQHTD3ODLDF2BWDCYUSSBLLZ5GNW7JXHDIYKXZWGTOG",
           "PA3D5KRYM6CB7OWQ6TWYRR3Z4T7GNZLKERYNZGGA5SOAOPIFY6YQGAAAAAEQAAAAAAAAAAAAAAAAAABBXA",
       }) {
    const auto key = ParseStrkey(text);
    ASSERT_TRUE(key.ok()) << text << ": " << key.error().message;
    EXPECT_EQ(StrkeyText(*key), text);
  }
}

TEST(Strkey, TheFastEncoderAgreesWithTheGeneralOne) {
  Arena arena;
  std::array<std::uint8_t, kKeyBytes> key{};
  for (unsigned i = 0; i < 2000; ++i) {
    for (std::size_t j = 0; j < key.size(); ++j) {
      key[j] = static_cast<std::uint8_t>(key[j] * 5 + i * 7 + j * 13 + 1);
    }
    Strkey general{StrkeyKind::kAccount, kKeyBytes, {}};
    std::copy(key.begin(), key.end(), general.payload.begin());
    ASSERT_EQ(AccountText(arena, key.data()), StrkeyText(general));
  }
}

TEST(Strkey, RefusesWhatSep23Refuses) {
  for (
      const char* text : {
          "",
          "GAAA",
          // a trailing bit that must be zero
          "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUR",
          // lengths that no encoding has
          "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZA",
          "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLKA",
          "GA3D5KRYM6CB7OWOOOORR3Z4T7GNZLKERYNZGGA5SOAOPIFY6YQHES5",
          // unknown algorithm in the low bits of the version byte
          "G47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVP2I",
          "M47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ",
          // padding characters, lower case, checksum
          "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK===",
          "ga7qynf7sowq3glr2bgmzehxavirza4kvwltjjfc7mgxua74p7ujvsgz",
          "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUO",
          // signed payloads: declared length beyond, before the end; padding not zero
          "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAQACAQDAQCQMBYIBEFAWDANBYHRAEIS"
          "CMKBKFQXDAMRUGY4DUPB6IAAAAAAAAPM",
          "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAOQCAQDAQCQMBYIBEFAWDANBYHRAEIS"
          "CMKBKFQXDAMRUGY4Z2PQ",
          "PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAOQCAQDAQCQMBYIBEFAWDANBYHRAEIS"
          "CMKBKFQXDAMRUGY4DXFH6",
      }) {
    const auto key = ParseStrkey(text);
    ASSERT_FALSE(key.ok()) << text;
    EXPECT_EQ(key.error().code, Code::kInvalidArgument);
  }
}

TEST(Strkey, NeverRepeatsASecretSeed) {
  const std::string seed = "SBU2RRGLXH3E5CQHTD3ODLDF2BWDCYUSSBLLZ5GNW7JXHDIYKXZWHOKR";
  const auto key = ParseStrkey(seed);
  ASSERT_FALSE(key.ok());
  EXPECT_EQ(key.error().message.find("SBU2"), std::string::npos);
}

TEST(Strkey, TellsKindsApart) {
  const char* contract = "CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA";
  const auto key = ParseKeyStrkey(StrkeyKind::kContract, contract);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(Hex(*key), Hex(SepKey()));
  EXPECT_FALSE(ParseKeyStrkey(StrkeyKind::kAccount, contract).ok());
}

}  // namespace
}  // namespace lake
