#include "base/crc32.h"

namespace lake {

std::uint32_t Crc32(Bytes bytes) {
  constexpr std::uint32_t kPolynomial = 0xEDB8'8320u;
  std::uint32_t crc = ~std::uint32_t{0};
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? kPolynomial : 0);
  }
  return ~crc;
}

}  // namespace lake
