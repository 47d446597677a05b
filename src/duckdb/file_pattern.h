// Paths as DuckDB takes them where it reads files: as patterns.
#pragma once

#include <string>
#include <string_view>

namespace lake {

// The pattern that fits only this path.
inline std::string PatternOf(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c == '*' || c == '?' || c == '[') {
      ((out += '[') += c) += ']';
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace lake
