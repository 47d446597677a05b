// Base64 with the standard alphabet and padding (RFC 4648 section 4): XDR columns and RPC bodies.
// Vector code where the CPU has it. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/result.h"

namespace lake {

// Characters of the text of `byte_count` bytes, padding included.
constexpr std::size_t Base64Size(std::size_t byte_count) { return (byte_count + 2) / 3 * 4; }

// Writes Base64Size(bytes.size()) characters to `out`, without a terminator.
void EncodeBase64(char* out, Bytes bytes);
std::string Base64(Bytes bytes);
std::string_view Base64Text(Arena& arena, Bytes bytes);

// Accepts the canonical form only: padded, no white space, unused bits zero, so that one value has
// one text. kInvalidArgument, with the offset, for anything else.
Result<std::vector<std::uint8_t>> ParseBase64(std::string_view text);

}  // namespace lake
