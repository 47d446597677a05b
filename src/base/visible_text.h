// Makes text that others chose (ledgers, sources, catalogs, servers) safe to show on a terminal and
// in a log. Everything foreign that is printed goes through here. Thread-safe.
//
// Written as escapes: control characters (C0, DEL, C1), the characters that turn the direction of
// text around (U+061C, U+200E, U+200F, U+202A..U+202E, U+2066..U+2069), those that end lines
// (U+2028, U+2029), and bytes that are no UTF-8. A line end is `\n`, other C0 controls and stray
// bytes are `\x1b`, characters from U+007F on are `\u202e`; so JSON text stays the same JSON.
#pragma once

#include <string>
#include <string_view>

namespace lake {

// `text` on one line.
std::string VisibleText(std::string_view text);

// As VisibleText, with line ends left: for text that has lines by itself, such as a plan.
std::string VisibleLines(std::string_view text);

}  // namespace lake
