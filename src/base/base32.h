// Base32 with the upper-case alphabet of RFC 4648 and without padding: what strkeys are written in
// (SEP-23). Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace lake {

// Characters of the text of `byte_count` bytes.
constexpr std::size_t Base32Size(std::size_t byte_count) { return (byte_count * 8 + 4) / 5; }

// Writes Base32Size(bytes.size()) characters to `out`, without a terminator.
void EncodeBase32(char* out, Bytes bytes);

// Accepts the canonical form only: upper case, possible lengths, unused bits zero (SEP-23 demands
// it). kInvalidArgument for anything else. Writes ParsedBase32Size(text.size()) bytes to `out`,
// which has room for them.
Status ParseBase32(std::string_view text, std::span<std::uint8_t> out);

// Bytes of the value that a text of `char_count` characters stands for.
constexpr std::size_t ParsedBase32Size(std::size_t char_count) { return char_count * 5 / 8; }

}  // namespace lake
