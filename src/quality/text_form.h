// Whether a text looks the way its column says. Pattern only, as in spec 000: no checksums.
// Internal.
#pragma once

#include <string_view>

#include "table/column.h"

namespace lake {

bool IsHex(std::string_view text, std::size_t length);  // lower case; length 0 = any even length
bool IsAccount(std::string_view text);                  // ^G[A-Z2-7]{55}$
bool HasForm(std::string_view text, const ColumnSpec& column);

}  // namespace lake
