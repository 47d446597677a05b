// CRC-16/XMODEM (polynomial 0x1021, start 0): the checksum inside a strkey (SEP-23). Thread-safe.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace lake {

std::uint16_t Crc16Xmodem(Bytes bytes);

}  // namespace lake
