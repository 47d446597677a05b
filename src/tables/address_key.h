// The numbers by which index tables find transactions and addresses: the first bits of their bytes,
// most significant first, so that they sort as the bytes do. Never negative.
//
// Different hashes or addresses may have the same number; who looks one up confirms what is found.
// Pure functions, safe from any thread.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace lake {

// 48 bits of a transaction's hash (query-api.md section 4.3).
inline std::int64_t TransactionKey(const std::uint8_t* hash) {
  return std::bit_cast<std::int64_t>(LoadU64(hash) >> 16);
}

// 63 bits of the 32 bytes behind an account, a contract, a pool or a claimable balance.
inline std::int64_t AddressKey(const std::uint8_t* bytes) {
  return std::bit_cast<std::int64_t>(LoadU64(bytes) >> 1);
}

// The same of a strkey that this program made: G..., C..., M..., L... or B....
std::int64_t AddressKeyOfStrkey(std::string_view strkey);

}  // namespace lake
