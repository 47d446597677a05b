#include "base/hex.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/hex_kernels.h"

namespace lake {
namespace {

using Encoder = void (*)(char*, Bytes);

Encoder ChooseEncoder() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return kernels::EncodeHexAvx2;
  if (__builtin_cpu_supports("ssse3")) return kernels::EncodeHexSsse3;
#endif
  return kernels::EncodeHexScalar;
}

constexpr std::uint8_t kInvalid = 0xFF;

constexpr std::array<std::uint8_t, 256> MakeValues() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kInvalid);
  for (std::uint8_t i = 0; i < 10; ++i) values['0' + i] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    values['a' + i] = static_cast<std::uint8_t>(10 + i);
    values['A' + i] = static_cast<std::uint8_t>(10 + i);
  }
  return values;
}
constexpr auto kValues = MakeValues();

}  // namespace

void EncodeHex(char* out, Bytes bytes) {
  static const Encoder encoder = ChooseEncoder();
  encoder(out, bytes);
}

std::string Hex(Bytes bytes) {
  std::string text(2 * bytes.size(), '\0');
  EncodeHex(text.data(), bytes);
  return text;
}

std::string_view HexText(Arena& arena, Bytes bytes) {
  char* out = arena.Allocate(2 * bytes.size());
  EncodeHex(out, bytes);
  return {out, 2 * bytes.size()};
}

Result<std::vector<std::uint8_t>> ParseHex(std::string_view text) {
  if (text.size() % 2 != 0) {
    return {Code::kInvalidArgument, fmt::format("hex text of odd length {}", text.size())};
  }
  std::vector<std::uint8_t> bytes(text.size() / 2);
  const Bytes in = AsBytes(text);
  for (std::size_t i = 0; i < in.size(); i += 2) {
    const std::uint8_t high = kValues[in[i]];
    const std::uint8_t low = kValues[in[i + 1]];
    if ((high | low) > 15) {
      return {Code::kInvalidArgument, fmt::format("hex text: offset {}: not a hexadecimal digit",
                                                  i + (high <= 15 ? 1 : 0))};
    }
    bytes[i / 2] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return bytes;
}

Result<Hash256> ParseHash(std::string_view text) {
  Hash256 hash{};
  const auto bytes = ParseHex(text);
  if (!bytes.ok() || bytes->size() != hash.size()) {
    return Error{Code::kDataLoss, fmt::format("{:.80} is stored where a hash should be", text)};
  }
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

}  // namespace lake
