#include "base/char_set.h"

#include <gtest/gtest.h>

#include <string>

namespace lake {
namespace {

constexpr CharSet kHex("09af");
static_assert(kHex.Has('a') && kHex.Has('9') && !kHex.Has('A') && !kHex.Has('\x80'));

TEST(CharSet, HasTheCharactersOfItsRanges) {
  for (int code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    const bool in = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    EXPECT_EQ(kHex.Has(c), in) << code;
    EXPECT_EQ(kHex.HasAll(std::string(64, c)), in) << code;
  }
  EXPECT_TRUE(kHex.HasAll(""));
  EXPECT_FALSE(CharSet("").HasAll("0"));
}

// Texts are looked at in blocks; a wrong character must not hide in any place of any length.
TEST(CharSet, SeesAWrongCharacterAtEveryPlace) {
  for (std::size_t length = 1; length <= 70; ++length) {
    std::string text(length, '7');
    ASSERT_TRUE(kHex.HasAll(text)) << length;
    for (std::size_t i = 0; i < length; ++i) {
      for (const char wrong : {'/', ':', '`', 'g', 'A', '\0', '\x80', '\xff', '\xb0'}) {
        text[i] = wrong;
        ASSERT_FALSE(kHex.HasAll(text)) << length << ' ' << i << ' ' << int{wrong};
      }
      text[i] = 'f';
    }
  }
}

}  // namespace
}  // namespace lake
