// Lower-case hexadecimal text of bytes: hashes, ids and every other raw value that is read by
// people. Vector code where the CPU has it. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/result.h"
#include "base/sha256.h"

namespace lake {

// Writes 2 * bytes.size() characters to `out`, without a terminator.
void EncodeHex(char* out, Bytes bytes);
std::string Hex(Bytes bytes);
std::string_view HexText(Arena& arena, Bytes bytes);

// Accepts both cases. kInvalidArgument, with the offset, for an odd length or any other character.
Result<std::vector<std::uint8_t>> ParseHex(std::string_view text);

// A SHA-256 that was stored as 64 digits; kDataLoss for any other text.
Result<Hash256> ParseHash(std::string_view text);

}  // namespace lake
