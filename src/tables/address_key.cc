#include "tables/address_key.h"

#include <bit>

#include "base/check.h"

namespace lake {
namespace {

constexpr std::size_t kBitsOfChar = 5;
// Version byte, for a claimable balance its type, and 64 bits.
constexpr std::size_t kCharsRead = 16;

std::uint64_t ValueOf(char c) {
  return static_cast<std::uint64_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
}

}  // namespace

std::int64_t AddressKeyOfStrkey(std::string_view strkey) {
  CHECK(strkey.size() > kCharsRead);
  const std::size_t skipped_bits = strkey.front() == 'B' ? 16 : 8;
  std::uint64_t bits = 0;
  // The 64 bits behind the skipped ones, of characters of five bits each.
  std::size_t at = skipped_bits / kBitsOfChar;
  const std::size_t first_bits = kBitsOfChar - skipped_bits % kBitsOfChar;
  bits = ValueOf(strkey[at]) & ((std::uint64_t{1} << first_bits) - 1);
  std::size_t have = first_bits;
  for (++at; have + kBitsOfChar <= 63; ++at, have += kBitsOfChar) {
    bits = bits << kBitsOfChar | ValueOf(strkey[at]);
  }
  const std::size_t left = 63 - have;
  return std::bit_cast<std::int64_t>(bits << left | ValueOf(strkey[at]) >> (kBitsOfChar - left));
}

}  // namespace lake
