#include "base/visible_text.h"

#include <fmt/format.h>

#include <cstdint>

#include "base/utf8.h"

namespace lake {
namespace {

// Of two and three bytes: all that must be known of a character here.
std::uint32_t CodePoint(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 2) return (byte(0) & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
  if (character.size() == 3) {
    return (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
  }
  return 0;
}

bool MisleadsAReader(std::uint32_t code) {
  return (code >= 0x80 && code <= 0x9F) || code == 0x061C || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

void AppendAscii(std::string& out, char c) {
  if (c == '\n') {
    out += "\\n";
  } else if (c == 0x7F) {
    out += "\\u007f";
  } else if (c < ' ') {
    out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  } else {
    out += c;
  }
}

// Appends the character at the start of `text`; gives its size.
std::size_t AppendWide(std::string& out, std::string_view text) {
  const Utf8Sequence sequence = ReadUtf8Sequence(text);
  const std::string_view character = text.substr(0, sequence.size);
  if (!sequence.valid) {
    for (const char c : character) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
  } else if (const std::uint32_t code = CodePoint(character); MisleadsAReader(code)) {
    out += fmt::format("\\u{:04x}", code);
  } else {
    out += character;
  }
  return sequence.size;
}

std::string Visible(std::string_view text, bool keeps_lines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const char c = text.front();
    std::size_t size = 1;
    if (static_cast<unsigned char>(c) >= 0x80) {
      size = AppendWide(out, text);
    } else if (c == '\n' && keeps_lines) {
      out += c;
    } else {
      AppendAscii(out, c);
    }
    text.remove_prefix(size);
  }
  return out;
}

}  // namespace

std::string VisibleText(std::string_view text) { return Visible(text, false); }

std::string VisibleLines(std::string_view text) { return Visible(text, true); }

}  // namespace lake
