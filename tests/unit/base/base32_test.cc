#include "base/base32.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/crc16.h"
#include "support/matchers.h"
#include "support/seeded_random.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;
using testing::SeededRandom;

std::string Base32(Bytes bytes) {
  std::string text(Base32Size(bytes.size()), '?');
  EncodeBase32(text.data(), bytes);
  return text;
}

Result<std::vector<std::uint8_t>> Parse(std::string_view text) {
  std::vector<std::uint8_t> bytes(ParsedBase32Size(text.size()));
  TRY(ParseBase32(text, bytes));
  return bytes;
}

TEST(Base32, WritesTheVectorsOfRfc4648WithoutPadding) {
  EXPECT_EQ(Base32(AsBytes("")), "");
  EXPECT_EQ(Base32(AsBytes("f")), "MY");
  EXPECT_EQ(Base32(AsBytes("fo")), "MZXQ");
  EXPECT_EQ(Base32(AsBytes("foo")), "MZXW6");
  EXPECT_EQ(Base32(AsBytes("foob")), "MZXW6YQ");
  EXPECT_EQ(Base32(AsBytes("fooba")), "MZXW6YTB");
  EXPECT_EQ(Base32(AsBytes("foobar")), "MZXW6YTBOI");
}

TEST(Base32, ParsesWhatItWrote) {
  SeededRandom random(5);
  for (std::size_t size = 0; size < 80; ++size) {
    const auto bytes = random.Bytes(size);
    const auto parsed = Parse(Base32(bytes));
    ASSERT_THAT(parsed, IsOk());
    ASSERT_EQ(*parsed, bytes);
  }
}

TEST(Base32, RefusesWhatIsNotCanonical) {
  for (std::string_view text : {"A", "AAA", "AAAAAA", "AAAAAAAAA"}) {
    EXPECT_THAT(Parse(text), IsError(Code::kInvalidArgument, "no value has")) << text;
  }
  EXPECT_THAT(Parse("MZ"), IsError(Code::kInvalidArgument, "unused bits"));
  EXPECT_THAT(Parse("my"), IsError(Code::kInvalidArgument, "offset 0"));
  EXPECT_THAT(Parse("MY======"), IsError(Code::kInvalidArgument, "offset 2"));
  EXPECT_THAT(Parse("M1"), IsError(Code::kInvalidArgument, "offset 1"));
}

TEST(Crc16, GivesTheCheckValueOfXmodem) {
  EXPECT_EQ(Crc16Xmodem(AsBytes("123456789")), 0x31C3);
  EXPECT_EQ(Crc16Xmodem({}), 0);
}

TEST(Crc16, ClosesTheAccountOfSep23) {
  // SEP-23, first valid test case: version byte, 32 bytes, CRC little-endian.
  const auto bytes = Parse("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ");
  ASSERT_THAT(bytes, IsOk());
  ASSERT_EQ(bytes->size(), 35U);
  const auto crc = Crc16Xmodem(Bytes(*bytes).first(33));
  EXPECT_EQ(crc, (*bytes)[33] | (*bytes)[34] << 8);
}

}  // namespace
}  // namespace lake
