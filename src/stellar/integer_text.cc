#include "stellar/integer_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace lake {
namespace {

constexpr std::uint64_t kChunk =
    10'000'000'000'000'000'000u;  // the largest power of ten in 64 bits
constexpr std::size_t kChunkDigits = 19;
constexpr std::size_t kMaxChunks = 5;  // 78 digits

std::uint64_t DivideByChunk(std::span<std::uint64_t> limbs) {
  std::uint64_t remainder = 0;
  for (std::uint64_t& limb : limbs) {
    const Uint128 part = MakeUint128(remainder, limb);
    limb = static_cast<std::uint64_t>(part / kChunk);
    remainder = static_cast<std::uint64_t>(part % kChunk);
  }
  return remainder;
}

void WritePadded(char* out, std::uint64_t chunk) {
  for (std::size_t i = kChunkDigits; i-- > 0; chunk /= 10) {
    out[i] = static_cast<char>('0' + chunk % 10);
  }
}

// `limbs`, highest first, is an unsigned number and is used up.
std::size_t WriteLimbs(char* out, std::span<std::uint64_t> limbs) {
  std::array<std::uint64_t, kMaxChunks> chunks;
  std::size_t count = 0;
  do {
    chunks[count++] = DivideByChunk(limbs);
  } while (std::any_of(limbs.begin(), limbs.end(), [](std::uint64_t limb) { return limb != 0; }));
  std::size_t size = WriteUint64(out, chunks[--count]);
  for (; count > 0; size += kChunkDigits) WritePadded(out + size, chunks[--count]);
  return size;
}

}  // namespace

std::size_t WriteInt64(char* out, std::int64_t value) {
  return static_cast<std::size_t>(std::to_chars(out, out + kMaxInt64Text, value).ptr - out);
}

std::size_t WriteUint64(char* out, std::uint64_t value) {
  return static_cast<std::size_t>(std::to_chars(out, out + kMaxInt64Text, value).ptr - out);
}

std::size_t WriteUint128(char* out, Uint128 value) {
  const auto hi = static_cast<std::uint64_t>(value >> 64);
  const auto lo = static_cast<std::uint64_t>(value);
  if (hi == 0) return WriteUint64(out, lo);
  std::array<std::uint64_t, 2> limbs{hi, lo};
  return WriteLimbs(out, limbs);
}

std::size_t WriteInt128(char* out, Int128 value) {
  if (value >= 0) return WriteUint128(out, static_cast<Uint128>(value));
  *out = '-';
  return 1 + WriteUint128(out + 1, -static_cast<Uint128>(value));
}

std::size_t WriteUint256(char* out, const Limbs256& value) {
  std::array<std::uint64_t, 4> limbs{value.hi_hi, value.hi_lo, value.lo_hi, value.lo_lo};
  return WriteLimbs(out, limbs);
}

std::size_t WriteInt256(char* out, const Limbs256& value) {
  if (value.hi_hi >> 63 == 0) return WriteUint256(out, value);
  std::array<std::uint64_t, 4> limbs{value.hi_hi, value.hi_lo, value.lo_hi, value.lo_lo};
  std::uint64_t carry = 1;
  for (std::size_t i = limbs.size(); i-- > 0;) {
    limbs[i] = ~limbs[i] + carry;
    carry = carry != 0 && limbs[i] == 0 ? 1 : 0;
  }
  *out = '-';
  return 1 + WriteLimbs(out + 1, limbs);
}

std::string_view IntegerText(Arena& arena, std::int64_t value) {
  char* out = arena.Allocate(kMaxInt64Text);
  const std::size_t size = WriteInt64(out, value);
  arena.Shrink(kMaxInt64Text, size);
  return {out, size};
}

std::string_view IntegerText(Arena& arena, std::uint64_t value) {
  char* out = arena.Allocate(kMaxInt64Text);
  const std::size_t size = WriteUint64(out, value);
  arena.Shrink(kMaxInt64Text, size);
  return {out, size};
}

std::string_view IntegerText(Arena& arena, Int128 value) {
  char* out = arena.Allocate(kMaxInt128Text);
  const std::size_t size = WriteInt128(out, value);
  arena.Shrink(kMaxInt128Text, size);
  return {out, size};
}

}  // namespace lake
