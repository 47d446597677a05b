#include "base/json_text.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "support/seeded_random.h"

namespace lake {
namespace {

using testing::SeededRandom;

using std::string_view_literals::operator""sv;

constexpr std::string_view kBad = "\xEF\xBF\xBD";

std::string Json(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

std::string Sanitized(std::string_view text) {
  Arena arena;
  return std::string(SanitizeText(arena, text));
}

TEST(JsonText, EscapesWhatJsonDemands) {
  EXPECT_EQ(Json(""), R"("")");
  EXPECT_EQ(Json("plain text, longer than eight"), R"("plain text, longer than eight")");
  EXPECT_EQ(Json("\"\\/\b\f\n\r\t"), R"("\"\\/\b\f\n\r\t")");
  EXPECT_EQ(Json("\x01\x1f\x7f"), "\"\\u0001\\u001f\x7f\"");
  EXPECT_EQ(Json("1234567\"1234567\\12345678\n"), R"("1234567\"1234567\\12345678\n")");
}

TEST(JsonText, EveryAsciiCharacterAtEveryPlaceOfAWord) {
  for (std::size_t place = 0; place < 17; ++place) {
    for (char c = ' '; c < 0x7F; ++c) {
      std::string text(17, 'x');
      text[place] = c;
      std::string expected = "\"" + text + "\"";
      if (c == '"' || c == '\\') expected.insert(place + 1, 1, '\\');
      ASSERT_EQ(Json(text), expected);
    }
  }
}

TEST(JsonText, KeepsValidUtf8) {
  for (std::string_view text :
       {"é", "€uro", "𝄞", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF", "\xC2\x80", "\xED\x9F\xBF",
        "\xEE\x80\x80", "\xE0\xA0\x80", "\xF0\x90\x80\x80"}) {
    EXPECT_EQ(Sanitized(text), text);
    EXPECT_EQ(Json(text), "\"" + std::string(text) + "\"");
  }
}

// `text` with each '?' standing for U+FFFD.
std::string WithReplacements(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '?') {
      out += kBad;
    } else {
      out += c;
    }
  }
  return out;
}

TEST(JsonText, ReplacesEachMaximalInvalidPart) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"\xF0\x9F\x98"
       "A",
       "?A"},                             // cut off before its last byte
      {"\x80\x80", "??"},                 // continuation bytes alone
      {"\xC0\xAF", "??"},                 // too long a form
      {"\xE0\x80\xAF", "???"},            // too long a form
      {"\xED\xA0\x80", "???"},            // a surrogate
      {"\xF4\x90\x80\x80", "????"},       // above U+10FFFF
      {"\xF8\x88\x80\x80\x80", "?????"},  // never a lead byte
      {"\xE2\x82", "?"},                  // ends too early
      {"\xE2\x82\xE2\x82\xAC", "?\xE2\x82\xAC"},
      {"a\xFFz", "a?z"},
      // Unicode Standard 15, table 3-8
      {"\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64", "a???b?c??d"},
      // table 3-11
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "????A"},
  };
  for (const auto& [in, out] : cases) {
    EXPECT_EQ(Sanitized(in), WithReplacements(out));
    EXPECT_EQ(Json(in), "\"" + WithReplacements(out) + "\"");
  }
}

TEST(JsonText, DropsNul) {
  EXPECT_EQ(Sanitized("a\0b\0"sv), "ab");
  EXPECT_EQ(Json("a\0b\0"sv), R"("ab")");
  EXPECT_EQ(Sanitized("12345678é\0"sv), "12345678é");
}

TEST(JsonText, CleanTextIsNotCopied) {
  Arena arena;
  for (std::string_view text : {"", "USDC", "with \"quotes\" and \n", "grüße"}) {
    EXPECT_EQ(SanitizeText(arena, text).data(), text.data());
  }
  EXPECT_EQ(arena.used_bytes(), 0U);
}

TEST(JsonText, ACopyTakesOnlyTheRoomItNeeds) {
  Arena arena;
  const std::string_view clean = SanitizeText(arena, "abc\0def"sv);
  EXPECT_EQ(arena.used_bytes(), clean.size());
}

TEST(JsonText, SanitizedTextIsCleanWhateverTheBytes) {
  SeededRandom random(11);
  Arena arena;
  for (int i = 0; i < 20'000; ++i) {
    auto bytes = random.Bytes(random.Below(24));
    // Mostly bytes that look like UTF-8, so that every branch is reached.
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(byte | (random.Below(2) << 7));
    const std::string_view once = SanitizeText(arena, AsText(bytes));
    ASSERT_EQ(SanitizeText(arena, once).data(), once.data());
    ASSERT_EQ(once.find('\0'), std::string_view::npos);
  }
}

}  // namespace
}  // namespace lake
