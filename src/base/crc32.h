// CRC-32 as zip, PNG and Ethernet have it (IEEE 802.3; reflected, polynomial 0xEDB88320). Pure; for
// short texts, a bit at a time.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace lake {

std::uint32_t Crc32(Bytes bytes);

}  // namespace lake
