#include "base/base32.h"

#include <fmt/core.h>

#include <array>

#include "base/check.h"

namespace lake {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::uint8_t kInvalid = 0xFF;

constexpr std::array<std::array<char, 2>, 1024> MakePairs() {
  std::array<std::array<char, 2>, 1024> pairs{};
  for (std::size_t i = 0; i < 1024; ++i) pairs[i] = {kAlphabet[i >> 5], kAlphabet[i & 31]};
  return pairs;
}
constexpr auto kPairs = MakePairs();

constexpr std::array<std::uint8_t, 256> MakeValues() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kInvalid);
  for (std::uint8_t i = 0; i < 32; ++i) values[static_cast<std::uint8_t>(kAlphabet[i])] = i;
  return values;
}
constexpr auto kValues = MakeValues();

}  // namespace

void EncodeBase32(char* out, Bytes bytes) {
  const std::uint8_t* in = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 5; left -= 5, in += 5, out += 8) {
    const std::uint64_t v = std::uint64_t{LoadU32(in)} << 8 | in[4];
    std::memcpy(out, kPairs[v >> 30].data(), 2);
    std::memcpy(out + 2, kPairs[v >> 20 & 1023].data(), 2);
    std::memcpy(out + 4, kPairs[v >> 10 & 1023].data(), 2);
    std::memcpy(out + 6, kPairs[v & 1023].data(), 2);
  }
  std::uint64_t v = 0;
  for (std::size_t i = 0; i < 5; ++i) v = v << 8 | (i < left ? in[i] : 0U);
  for (std::size_t i = 0; i < Base32Size(left); ++i) out[i] = kAlphabet[v >> (35 - 5 * i) & 31];
}

Status ParseBase32(std::string_view text, std::span<std::uint8_t> out) {
  CHECK(out.size() >= ParsedBase32Size(text.size()));
  const std::size_t tail = text.size() % 8;
  if (tail == 1 || tail == 3 || tail == 6) {
    return {Code::kInvalidArgument,
            fmt::format("base32 text of length {}, which no value has", text.size())};
  }
  std::size_t size = 0;
  std::uint32_t bits = 0;
  int bit_count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t value = kValues[static_cast<std::uint8_t>(text[i])];
    if (value == kInvalid) {
      return {Code::kInvalidArgument,
              fmt::format("base32 text: offset {}: unexpected character", i)};
    }
    bits = bits << 5 | value;
    bit_count += 5;
    if (bit_count >= 8) {
      bit_count -= 8;
      out[size++] = static_cast<std::uint8_t>(bits >> bit_count);
      bits &= (1U << bit_count) - 1;
    }
  }
  if (bits != 0) {
    return {Code::kInvalidArgument, "base32 text: the unused bits at the end are not zero"};
  }
  return {};
}

}  // namespace lake
