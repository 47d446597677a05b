#include "base/json_text.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/utf8.h"

namespace lake {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Length of the leading part of `text` that is printable ASCII without quote and backslash: what
// needs neither escaping nor a look at UTF-8. Eight bytes at a time.
std::size_t PlainPrefix(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighs = 0x8080808080808080;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t v;
    std::memcpy(&v, text.data() + i, 8);
    const std::uint64_t quote = v ^ kOnes * '"';
    const std::uint64_t backslash = v ^ kOnes * '\\';
    // Exact as a whole: borrows can only mark bytes above one that is marked rightly.
    const std::uint64_t marks = v | (v - kOnes * ' ') | (quote - kOnes) | (backslash - kOnes);
    if ((marks & kHighs) != 0) break;
  }
  for (; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') break;
  }
  return i;
}

bool IsClean(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == 0) return false;
    if (c < 0x80) {
      ++i;
      i += PlainPrefix(text.substr(i));
      continue;
    }
    const Utf8Sequence sequence = ReadUtf8Sequence(text.substr(i));
    if (!sequence.valid) return false;
    i += sequence.size;
  }
  return true;
}

void AppendEscaped(std::string& out, char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  switch (c) {
    case '\0':
      return;
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  out += "\\u00";
  out += kDigits[static_cast<unsigned char>(c) >> 4];
  out += kDigits[static_cast<unsigned char>(c) & 15];
}

}  // namespace

void AppendJsonString(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t plain = PlainPrefix(text);
    out.append(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      AppendEscaped(out, text.front());
      text.remove_prefix(1);
      continue;
    }
    const Utf8Sequence sequence = ReadUtf8Sequence(text);
    out.append(sequence.valid ? text.substr(0, sequence.size) : kReplacement);
    text.remove_prefix(sequence.size);
  }
  out += '"';
}

std::string_view SanitizeText(Arena& arena, std::string_view text) {
  if (PlainPrefix(text) == text.size() || IsClean(text)) return text;
  const std::size_t reserved = text.size() * kReplacement.size();
  char* const begin = arena.Allocate(reserved);
  char* out = begin;
  const auto append = [&](std::string_view part) {
    std::memcpy(out, part.data(), part.size());
    out += part.size();
  };
  while (!text.empty()) {
    std::size_t size = 1;
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      if (text.front() != '\0') append(text.substr(0, 1));
    } else {
      const Utf8Sequence sequence = ReadUtf8Sequence(text);
      size = sequence.size;
      append(sequence.valid ? text.substr(0, size) : kReplacement);
    }
    text.remove_prefix(size);
  }
  const auto used = static_cast<std::size_t>(out - begin);
  arena.Shrink(reserved, used);
  return {begin, used};
}

}  // namespace lake
