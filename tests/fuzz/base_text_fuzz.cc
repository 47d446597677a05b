// Any text as hexadecimal, base64 and base32: refused, or it is the one text of those bytes (hex:
// but for its case). And as text of a row: what the escaper makes of it is clean.
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/base32.h"
#include "base/base64.h"
#include "base/check.h"
#include "base/hex.h"
#include "base/json_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(lake::AsText({data, size}));
  if (const auto bytes = lake::ParseHex(text); bytes.ok()) {
    std::string lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    CHECK(lake::Hex(*bytes) == lower);
  }
  if (const auto bytes = lake::ParseBase64(text); bytes.ok()) CHECK(lake::Base64(*bytes) == text);
  std::vector<std::uint8_t> bytes(lake::ParsedBase32Size(text.size()));
  if (lake::ParseBase32(text, bytes).ok()) {
    std::string again(lake::Base32Size(bytes.size()), '\0');
    lake::EncodeBase32(again.data(), bytes);
    CHECK(again == text);
  }
  lake::Arena arena;
  const std::string_view clean = lake::SanitizeText(arena, text);
  CHECK(clean.find('\0') == std::string_view::npos);
  CHECK(lake::SanitizeText(arena, clean).data() == clean.data());
  return 0;
}
