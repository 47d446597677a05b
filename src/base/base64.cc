#include "base/base64.h"

#include <fmt/core.h>

#include <array>

#include "base/base64_kernels.h"

namespace lake {
namespace {

using Encoder = void (*)(char*, Bytes);

Encoder ChooseEncoder() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw")) {
    return kernels::EncodeBase64Avx512;
  }
  if (__builtin_cpu_supports("avx2")) return kernels::EncodeBase64Avx2;
#endif
  return kernels::EncodeBase64Scalar;
}

constexpr std::uint8_t kInvalid = 0xFF;

constexpr std::array<std::uint8_t, 256> MakeValues() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kInvalid);
  for (std::uint8_t i = 0; i < 64; ++i) {
    values[static_cast<std::uint8_t>(kernels::kBase64Alphabet[i])] = i;
  }
  return values;
}
constexpr auto kValues = MakeValues();

Error BadCharacter(Bytes text) {
  std::size_t offset = 0;
  while (offset < text.size() && kValues[text[offset]] != kInvalid) ++offset;
  return {Code::kInvalidArgument,
          fmt::format("base64 text: offset {}: unexpected character", offset)};
}

}  // namespace

void EncodeBase64(char* out, Bytes bytes) {
  static const Encoder encoder = ChooseEncoder();
  encoder(out, bytes);
}

std::string Base64(Bytes bytes) {
  std::string text(Base64Size(bytes.size()), '\0');
  EncodeBase64(text.data(), bytes);
  return text;
}

std::string_view Base64Text(Arena& arena, Bytes bytes) {
  const std::size_t size = Base64Size(bytes.size());
  char* out = arena.Allocate(size);
  EncodeBase64(out, bytes);
  return {out, size};
}

Result<std::vector<std::uint8_t>> ParseBase64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return {Code::kInvalidArgument,
            fmt::format("base64 text of length {}, which is no multiple of 4", text.size())};
  }
  Bytes in = AsBytes(text);
  std::size_t padding = 0;
  while (padding < 2 && padding < in.size() && in[in.size() - 1 - padding] == '=') ++padding;
  in = in.first(in.size() - padding);

  std::vector<std::uint8_t> bytes(text.size() / 4 * 3 - padding);
  std::uint8_t* out = bytes.data();
  std::size_t i = 0;
  for (; i + 4 <= in.size(); i += 4, out += 3) {
    const std::uint8_t a = kValues[in[i]], b = kValues[in[i + 1]];
    const std::uint8_t c = kValues[in[i + 2]], d = kValues[in[i + 3]];
    if ((a | b | c | d) > 63) return BadCharacter(in);
    out[0] = static_cast<std::uint8_t>(a << 2 | b >> 4);
    out[1] = static_cast<std::uint8_t>(b << 4 | c >> 2);
    out[2] = static_cast<std::uint8_t>(c << 6 | d);
  }
  if (padding > 0) {
    const std::uint8_t a = kValues[in[i]], b = kValues[in[i + 1]];
    const std::uint8_t c = padding == 1 ? kValues[in[i + 2]] : std::uint8_t{0};
    if ((a | b | c) > 63) return BadCharacter(in);
    out[0] = static_cast<std::uint8_t>(a << 2 | b >> 4);
    if (padding == 1) out[1] = static_cast<std::uint8_t>(b << 4 | c >> 2);
    const int unused = padding == 1 ? c & 3 : b & 15;
    if (unused != 0) {
      return {Code::kInvalidArgument, "base64 text: the unused bits at the end are not zero"};
    }
  }
  return bytes;
}

}  // namespace lake
