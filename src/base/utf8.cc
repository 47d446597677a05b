#include "base/utf8.h"

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

}  // namespace lake
