// Soroban values as a JSON array of their XDR in base64: ["AAAADw...","AAAAAw..."].
//
// Views must be of validated XDR. Safe from any thread.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "xdr/views.h"

namespace lake {

std::string_view ScValXdrJson(Arena& arena, xdr::Array<xdr::SCVal> values);

}  // namespace lake
