#include "base/visible_text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/json_text.h"

namespace lake {
namespace {

using std::string_literals::operator""s;

// UTF-8 of a character below U+10000.
std::string Utf8(unsigned code) {
  const auto byte = [](unsigned value) { return static_cast<char>(value); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))};
  return {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
}

TEST(VisibleText, LeavesWhatIsReadAsItIs) {
  const std::string text = "Zürich 東京 \xF0\x9F\x92\xA9 a\\b \"c\" \xC2\xA0|~ \xE2\x80\x8D";
  EXPECT_EQ(VisibleText(text), text);
  EXPECT_EQ(VisibleText(""), "");
}

TEST(VisibleText, ShowsEveryControlOfAsciiAsAnEscape) {
  EXPECT_EQ(VisibleText("a\nb\rc\td\x1b[31m\x7f"), "a\\nb\\x0dc\\x09d\\x1b[31m\\u007f");
  EXPECT_EQ(VisibleText("a\0b"s), "a\\x00b");
}

TEST(VisibleText, ShowsC1AndBidiControlsAndLineSeparatorsAsEscapes) {
  for (unsigned code = 0x80; code < 0x3000; ++code) {
    const bool is_bidi = code == 0x061C || code == 0x200E || code == 0x200F ||
                         (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    const bool hidden = code < 0xA0 || is_bidi || code == 0x2028 || code == 0x2029;
    const std::string character = Utf8(code);
    ASSERT_EQ(VisibleText(character), hidden ? fmt::format("\\u{:04x}", code) : character) << code;
  }
}

TEST(VisibleText, BytesThatAreNoUtf8NeverReachTheTerminal) {
  EXPECT_EQ(VisibleText("a\x9b"
                        "31m\xff\xe2\x82z\xed\xa0\x80"),
            "a\\x9b31m\\xff\\xe2\\x82z\\xed\\xa0\\x80");
}

TEST(VisibleText, LinesMayStay) { EXPECT_EQ(VisibleLines("one\ntwo\x1b\n"), "one\ntwo\\x1b\n"); }

TEST(VisibleText, JsonStaysTheSameJson) {
  const std::string foreign = "a\n\x1b\x7f\xC2\x9B\xE2\x80\xAE\xD8\x9C";
  std::string quoted;
  AppendJsonString(quoted, foreign);
  const std::string visible = VisibleText(quoted);
  EXPECT_EQ(visible, R"("a\n\u001b\u007f\u009b\u202e\u061c")");
  EXPECT_EQ(nlohmann::json::parse(visible), nlohmann::json(foreign));
}

}  // namespace
}  // namespace lake
