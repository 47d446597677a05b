#include "base/utf8.h"

#include <cstdint>
#include <cstring>

namespace lake {
namespace {

bool IsBetween(unsigned char c, unsigned char low, unsigned char high) {
  return c >= low && c <= high;
}

}  // namespace

Utf8Sequence ReadUtf8Sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  std::size_t size = 0;
  unsigned char low = 0x80;  // bounds of the second byte
  unsigned char high = 0xBF;
  if (IsBetween(lead, 0xC2, 0xDF)) {
    size = 2;
  } else if (IsBetween(lead, 0xE0, 0xEF)) {
    size = 3;
    if (lead == 0xE0) low = 0xA0;   // shorter forms exist
    if (lead == 0xED) high = 0x9F;  // surrogates
  } else if (IsBetween(lead, 0xF0, 0xF4)) {
    size = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;  // above U+10FFFF
  } else {
    return {1, false};
  }
  if (text.size() < 2 || !IsBetween(byte(1), low, high)) return {1, false};
  for (std::size_t i = 2; i < size; ++i) {
    if (i >= text.size() || !IsBetween(byte(i), 0x80, 0xBF)) return {i, false};
  }
  return {size, true};
}

// Most texts are ASCII, which is seen 32 bytes at a time.
bool IsUtf8(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  while (text.size() >= 32) {
    std::uint64_t v[4];
    std::memcpy(v, text.data(), sizeof v);
    if (((v[0] | v[1] | v[2] | v[3]) & kHighBits) != 0) break;
    text.remove_prefix(sizeof v);
  }
  while (!text.empty()) {
    std::uint64_t v;
    if (text.size() >= sizeof v) {
      std::memcpy(&v, text.data(), sizeof v);
      if ((v & kHighBits) == 0) {
        text.remove_prefix(sizeof v);
        continue;
      }
    }
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      text.remove_prefix(1);
      continue;
    }
    const Utf8Sequence sequence = ReadUtf8Sequence(text);
    if (!sequence.valid) return false;
    text.remove_prefix(sequence.size);
  }
  return true;
}

}  // namespace lake
