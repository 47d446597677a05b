// The one escaper of JSON text, and the one place where foreign bytes become text that every store
// accepts (contract: text_sanitize).
//
// Each maximal invalid part of UTF-8 becomes one U+FFFD, as the Unicode Standard recommends
// (section 3.9) and WHATWG decoders do: `F0 9F 98 41` is one U+FFFD and `A`, a lone `80 80` is two.
// U+0000 is dropped, because PostgreSQL text cannot hold it. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"

namespace lake {

// Appends `text` in quotes, sanitized, with the shortest escapes of RFC 8259.
void AppendJsonString(std::string& out, std::string_view text);

// `text` itself when it is clean already (so the result lives no longer than the text), else a
// sanitized copy in the arena.
std::string_view SanitizeText(Arena& arena, std::string_view text);

}  // namespace lake
