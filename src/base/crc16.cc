#include "base/crc16.h"

#include <array>

namespace lake {
namespace {

// kTables[n][b] is what byte b adds to the checksum when n more bytes follow it. With eight of them
// eight bytes go in at once, their lookups independent of each other; one at a time, every lookup
// waits for the one before.
constexpr std::size_t kStride = 8;
using Tables = std::array<std::array<std::uint16_t, 256>, kStride>;

constexpr Tables MakeTables() {
  Tables tables{};
  for (unsigned i = 0; i < 256; ++i) {
    unsigned crc = i << 8;
    for (int bit = 0; bit < 8; ++bit) crc = crc << 1 ^ ((crc & 0x8000) != 0 ? 0x1021U : 0U);
    tables[0][i] = static_cast<std::uint16_t>(crc);
  }
  for (std::size_t n = 1; n < kStride; ++n) {
    for (std::size_t i = 0; i < 256; ++i) {
      const std::uint16_t crc = tables[n - 1][i];
      tables[n][i] = static_cast<std::uint16_t>(crc << 8 ^ tables[0][crc >> 8]);
    }
  }
  return tables;
}
constexpr Tables kTables = MakeTables();

}  // namespace

std::uint16_t Crc16Xmodem(Bytes bytes) {
  std::uint16_t crc = 0;
  const std::uint8_t* p = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= kStride; left -= kStride, p += kStride) {
    unsigned next = kTables[7][p[0] ^ (crc >> 8)] ^ kTables[6][p[1] ^ (crc & 0xFF)];
    for (std::size_t i = 2; i < kStride; ++i) next ^= kTables[kStride - 1 - i][p[i]];
    crc = static_cast<std::uint16_t>(next);
  }
  for (; left > 0; --left, ++p) {
    crc = static_cast<std::uint16_t>(crc << 8 ^ kTables[0][(crc >> 8 ^ *p) & 0xFF]);
  }
  return crc;
}

}  // namespace lake
