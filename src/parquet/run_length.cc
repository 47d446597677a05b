#include "parquet/run_length.h"

#include <bit>

namespace lake {
namespace {

constexpr std::size_t kGroup = 8;  // values of a bit-packed group

void AppendVarint(std::uint64_t n, ByteBuffer& out) {
  for (; n >= 0x80; n >>= 7) out.Append(static_cast<std::uint8_t>(n | 0x80));
  out.Append(static_cast<std::uint8_t>(n));
}

// Whole groups; what the last one lacks is zero.
template <class Value>
void AppendPacked(std::span<const Value> values, int bits, ByteBuffer& out) {
  if (values.empty()) return;
  const std::size_t groups = (values.size() + kGroup - 1) / kGroup;
  AppendVarint(groups << 1 | 1, out);
  const std::size_t end = out.size() + groups * static_cast<std::size_t>(bits);
  std::uint64_t word = 0;
  int used = 0;
  for (const Value value : values) {
    word |= std::uint64_t{value} << used;
    for (used += bits; used >= 8; used -= 8, word >>= 8) {
      out.Append(static_cast<std::uint8_t>(word));
    }
  }
  if (used > 0) out.Append(static_cast<std::uint8_t>(word));
  while (out.size() < end) out.Append(std::uint8_t{0});
}

template <class Value>
void Append(std::span<const Value> values, int bits, ByteBuffer& out) {
  std::size_t packed = 0;  // where the values begin that are not written yet
  for (std::size_t i = 0; i < values.size();) {
    std::size_t end = i + 1;
    while (end < values.size() && values[end] == values[i]) ++end;
    // Only whole groups can stand before a run.
    const std::size_t lent = (kGroup - (i - packed) % kGroup) % kGroup;
    if (end - i >= lent + kGroup) {
      AppendPacked(values.subspan(packed, i + lent - packed), bits, out);
      AppendRun(values[i], end - i - lent, bits, out);
      packed = end;
    }
    i = end;
  }
  AppendPacked(values.subspan(packed), bits, out);
}

}  // namespace

int IdBits(std::size_t count) {
  return count < 2 ? 1 : static_cast<int>(std::bit_width(count - 1));
}

void AppendRun(std::uint32_t value, std::size_t count, int bits, ByteBuffer& out) {
  AppendVarint(std::uint64_t{count} << 1, out);
  for (int at = 0; at < bits; at += 8) out.Append(static_cast<std::uint8_t>(value >> at));
}

void AppendRunLength(std::span<const std::uint32_t> values, int bits, ByteBuffer& out) {
  Append(values, bits, out);
}

void AppendRunLength(std::span<const std::uint8_t> values, int bits, ByteBuffer& out) {
  Append(values, bits, out);
}

}  // namespace lake
