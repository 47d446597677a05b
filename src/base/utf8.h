// Reads UTF-8, one character at a time, as the Unicode Standard's table 3-7 has it. Thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

namespace lake {

struct Utf8Sequence {
  std::size_t size;  // at least 1; of a valid character, or of a maximal invalid part
  bool valid;
};

// The character at the start of `text`, which is not empty and starts with a byte of 0x80 or more.
Utf8Sequence ReadUtf8Sequence(std::string_view text);

bool IsUtf8(std::string_view text);

}  // namespace lake
