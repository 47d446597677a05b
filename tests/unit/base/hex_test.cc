#include "base/hex.h"

#include <gtest/gtest.h>

#include "base/hex_kernels.h"
#include "support/matchers.h"
#include "support/seeded_random.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;
using testing::SeededRandom;

TEST(Hex, WritesLowerCaseDigitsOfEveryByte) {
  const std::vector<std::uint8_t> bytes = {0x00, 0x09, 0x0a, 0x9f, 0xf0, 0xff};
  EXPECT_EQ(Hex(bytes), "00090a9ff0ff");
  EXPECT_EQ(Hex({}), "");
}

TEST(Hex, ArenaTextEqualsTheString) {
  Arena arena;
  const auto bytes = SeededRandom(1).Bytes(32);
  EXPECT_EQ(HexText(arena, bytes), Hex(bytes));
  EXPECT_EQ(arena.used_bytes(), 64U);
}

TEST(Hex, EveryEncoderOfThisCpuAgreesWithTheScalarOne) {
  SeededRandom random(2);
  for (std::size_t size = 0; size < 300; ++size) {
    const auto bytes = random.Bytes(size);
    std::string expected(2 * size, '?');
    kernels::EncodeHexScalar(expected.data(), bytes);
    EXPECT_EQ(Hex(bytes), expected);
#if defined(__x86_64__)
    std::string text(2 * size + 1, '?');
    if (__builtin_cpu_supports("ssse3")) {
      kernels::EncodeHexSsse3(text.data(), bytes);
      ASSERT_EQ(text, expected + "?");
    }
    text.assign(2 * size + 1, '?');
    if (__builtin_cpu_supports("avx2")) {
      kernels::EncodeHexAvx2(text.data(), bytes);
      ASSERT_EQ(text, expected + "?");
    }
#endif
  }
}

TEST(Hex, ParsesBothCasesBackToTheBytes) {
  const auto bytes = SeededRandom(3).Bytes(257);
  const auto parsed = ParseHex(Hex(bytes));
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(*parsed, bytes);
  EXPECT_EQ(*ParseHex("aBcD"), (std::vector<std::uint8_t>{0xab, 0xcd}));
}

TEST(Hex, GivesBackAHashThatWasStored) {
  const Hash256 hash = Sha256(AsBytes("a"));
  EXPECT_EQ(ParseHash(Hex(hash)).value(), hash);
  for (const std::string& other : {std::string(), std::string("00"), std::string(64, 'g'),
                                   Hex(hash) + "00", std::string(1'000, '0')}) {
    const auto parsed = ParseHash(other);
    EXPECT_THAT(parsed, IsError(Code::kDataLoss, "where a hash should be"));
    EXPECT_LT(parsed.error().message.size(), 200u);
  }
}

TEST(Hex, RefusesOtherTextAndNamesTheOffset) {
  EXPECT_THAT(ParseHex("abc"), IsError(Code::kInvalidArgument, "odd length 3"));
  EXPECT_THAT(ParseHex("00g0"), IsError(Code::kInvalidArgument, "offset 2"));
  EXPECT_THAT(ParseHex("000 "), IsError(Code::kInvalidArgument, "offset 3"));
  EXPECT_THAT(ParseHex("0x00"), IsError(Code::kInvalidArgument, "offset 1"));
}

}  // namespace
}  // namespace lake
