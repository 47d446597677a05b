#include "base/base64.h"

#include <gtest/gtest.h>

#include "base/base64_kernels.h"
#include "support/matchers.h"
#include "support/seeded_random.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;
using testing::SeededRandom;

TEST(Base64, WritesTheVectorsOfRfc4648) {
  EXPECT_EQ(Base64(AsBytes("")), "");
  EXPECT_EQ(Base64(AsBytes("f")), "Zg==");
  EXPECT_EQ(Base64(AsBytes("fo")), "Zm8=");
  EXPECT_EQ(Base64(AsBytes("foo")), "Zm9v");
  EXPECT_EQ(Base64(AsBytes("foob")), "Zm9vYg==");
  EXPECT_EQ(Base64(AsBytes("fooba")), "Zm9vYmE=");
  EXPECT_EQ(Base64(AsBytes("foobar")), "Zm9vYmFy");
}

TEST(Base64, UsesEveryCharacterOfTheAlphabetInOrder) {
  // The 64 values 0..63, packed: its text is the alphabet.
  std::vector<std::uint8_t> bytes;
  for (unsigned i = 0; i < 64; i += 4) {
    const unsigned v = i << 18 | (i + 1) << 12 | (i + 2) << 6 | (i + 3);
    for (unsigned shift : {16U, 8U, 0U}) bytes.push_back(static_cast<std::uint8_t>(v >> shift));
  }
  EXPECT_EQ(Base64(bytes), kernels::kBase64Alphabet);
}

TEST(Base64, EveryEncoderOfThisCpuAgreesWithTheScalarOne) {
  SeededRandom random(2);
  for (std::size_t size = 0; size < 400; ++size) {
    const auto bytes = random.Bytes(size);
    std::string expected(Base64Size(size), '?');
    kernels::EncodeBase64Scalar(expected.data(), bytes);
    EXPECT_EQ(Base64(bytes), expected);
#if defined(__x86_64__)
    std::string text(Base64Size(size) + 1, '?');
    if (__builtin_cpu_supports("avx2")) {
      kernels::EncodeBase64Avx2(text.data(), bytes);
      ASSERT_EQ(text, expected + "?");
    }
    text.assign(Base64Size(size) + 1, '?');
    if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw")) {
      kernels::EncodeBase64Avx512(text.data(), bytes);
      ASSERT_EQ(text, expected + "?");
    }
#endif
  }
}

TEST(Base64, ArenaTextEqualsTheString) {
  Arena arena;
  const auto bytes = SeededRandom(1).Bytes(100);
  EXPECT_EQ(Base64Text(arena, bytes), Base64(bytes));
  EXPECT_EQ(arena.used_bytes(), Base64Size(100));
}

TEST(Base64, ParsesWhatItWrote) {
  SeededRandom random(4);
  for (std::size_t size = 0; size < 100; ++size) {
    const auto bytes = random.Bytes(size);
    const auto parsed = ParseBase64(Base64(bytes));
    ASSERT_THAT(parsed, IsOk());
    ASSERT_EQ(*parsed, bytes);
  }
}

TEST(Base64, RefusesWhatIsNotCanonical) {
  EXPECT_THAT(ParseBase64("Zg"), IsError(Code::kInvalidArgument, "length 2"));
  EXPECT_THAT(ParseBase64("Zh=="), IsError(Code::kInvalidArgument, "unused bits"));
  EXPECT_THAT(ParseBase64("Zm9="), IsError(Code::kInvalidArgument, "unused bits"));
  EXPECT_THAT(ParseBase64("Z==="), IsError(Code::kInvalidArgument, "offset 1"));
  EXPECT_THAT(ParseBase64("===="), IsError(Code::kInvalidArgument, "offset 0"));
  EXPECT_THAT(ParseBase64("Zg==Zm9v"), IsError(Code::kInvalidArgument, "offset 2"));
  EXPECT_THAT(ParseBase64("Zm9vZm-v"), IsError(Code::kInvalidArgument, "offset 6"));
  EXPECT_THAT(ParseBase64("Zm9v\nZm9"), IsError(Code::kInvalidArgument, "offset 4"));
}

}  // namespace
}  // namespace lake
