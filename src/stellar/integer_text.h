// Decimal text of integers up to 256 bits, as Soroban values hold them.
//
// Pure functions. The Write functions fill the caller's buffer and return how many chars they
// wrote; the Text functions put the text into an arena.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.h"

namespace lake {

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

constexpr Int128 MakeInt128(std::int64_t hi, std::uint64_t lo) {
  return static_cast<Int128>(static_cast<Uint128>(static_cast<std::uint64_t>(hi)) << 64 | lo);
}
constexpr Uint128 MakeUint128(std::uint64_t hi, std::uint64_t lo) {
  return static_cast<Uint128>(hi) << 64 | lo;
}

// Four 64-bit limbs, highest first; two's complement where it is signed.
struct Limbs256 {
  std::uint64_t hi_hi;
  std::uint64_t hi_lo;
  std::uint64_t lo_hi;
  std::uint64_t lo_lo;
};

inline constexpr std::size_t kMaxInt64Text = 20;
inline constexpr std::size_t kMaxInt128Text = 40;
inline constexpr std::size_t kMaxInt256Text = 78;

std::size_t WriteInt64(char* out, std::int64_t value);
std::size_t WriteUint64(char* out, std::uint64_t value);
std::size_t WriteInt128(char* out, Int128 value);
std::size_t WriteUint128(char* out, Uint128 value);
std::size_t WriteInt256(char* out, const Limbs256& value);
std::size_t WriteUint256(char* out, const Limbs256& value);

std::string_view IntegerText(Arena& arena, std::int64_t value);
std::string_view IntegerText(Arena& arena, std::uint64_t value);
inline std::string_view IntegerText(Arena& arena, std::int32_t value) {
  return IntegerText(arena, std::int64_t{value});
}
inline std::string_view IntegerText(Arena& arena, std::uint32_t value) {
  return IntegerText(arena, std::uint64_t{value});
}
std::string_view IntegerText(Arena& arena, Int128 value);

}  // namespace lake
