#include "stellar/amount.h"

#include <algorithm>
#include <cstddef>

namespace lake {
namespace {

constexpr std::uint64_t kStroopsPerUnit = 10'000'000;
constexpr std::size_t kFractionDigits = 7;

void WriteFraction(char* out, std::uint64_t stroops) {
  *out = '.';
  for (std::size_t i = kFractionDigits; i > 0; --i, stroops /= 10) {
    out[i] = static_cast<char>('0' + stroops % 10);
  }
}

constexpr Uint128 Magnitude(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? -bits : bits;
}

std::string_view Decimal7Of(Arena& arena, bool negative, Uint128 stroops) {
  constexpr std::size_t kReserved = kMaxInt128Text + 1 + kFractionDigits;
  char* const out = arena.Allocate(kReserved);
  char* end = out;
  if (negative) *end++ = '-';
  end += WriteUint128(end, stroops / kStroopsPerUnit);
  WriteFraction(end, static_cast<std::uint64_t>(stroops % kStroopsPerUnit));
  end += 1 + kFractionDigits;
  const auto size = static_cast<std::size_t>(end - out);
  arena.Shrink(kReserved, size);
  return {out, size};
}

}  // namespace

std::string_view Decimal7(Arena& arena, std::int64_t stroops) {
  constexpr std::size_t kReserved = kMaxInt64Text + 1 + kFractionDigits;
  char* const out = arena.Allocate(kReserved);
  char* end = out;
  std::uint64_t magnitude = static_cast<std::uint64_t>(stroops);
  if (stroops < 0) {
    *end++ = '-';
    magnitude = -magnitude;
  }
  end += WriteUint64(end, magnitude / kStroopsPerUnit);
  WriteFraction(end, magnitude % kStroopsPerUnit);
  end += 1 + kFractionDigits;
  const auto size = static_cast<std::size_t>(end - out);
  arena.Shrink(kReserved, size);
  return {out, size};
}

std::string_view LongDecimal7(Arena& arena, Int128 stroops) {
  const auto bits = static_cast<Uint128>(stroops);
  return Decimal7Of(arena, stroops < 0, stroops < 0 ? -bits : bits);
}

std::optional<std::string_view> PriceText(Arena& arena, std::int64_t n, std::int64_t d) {
  if (d == 0) return std::nullopt;
  const Uint128 divisor = 2 * Magnitude(d);
  const Uint128 scaled = (2 * Magnitude(n) * kStroopsPerUnit + Magnitude(d)) / divisor;
  return Decimal7Of(arena, scaled != 0 && (n < 0) != (d < 0), scaled);
}

std::string_view PriceFraction(Arena& arena, std::int32_t n, std::int32_t d) {
  constexpr std::size_t kReserved = 2 * kMaxInt64Text + 1;
  char* const out = arena.Allocate(kReserved);
  std::size_t size = WriteInt64(out, n);
  out[size++] = '/';
  size += WriteInt64(out + size, d);
  arena.Shrink(kReserved, size);
  return {out, size};
}

std::string_view PriceJson(Arena& arena, std::int32_t n, std::int32_t d) {
  constexpr std::string_view kHead = R"({"d":)";
  constexpr std::string_view kMiddle = R"(,"n":)";
  constexpr std::size_t kReserved = kHead.size() + kMiddle.size() + 1 + 2 * kMaxInt64Text;
  char* const out = arena.Allocate(kReserved);
  char* end = std::copy(kHead.begin(), kHead.end(), out);
  end += WriteInt64(end, d);
  end = std::copy(kMiddle.begin(), kMiddle.end(), end);
  end += WriteInt64(end, n);
  *end++ = '}';
  const auto size = static_cast<std::size_t>(end - out);
  arena.Shrink(kReserved, size);
  return {out, size};
}

}  // namespace lake
