// Whether a text looks the way its column says. Pattern only, as in spec 000: no checksums.
// Internal.
#pragma once

#include <string_view>
#include <vector>

#include "table/column.h"

namespace lake {

bool IsHex(std::string_view text, std::size_t length);  // lower case; length 0 = any even length
bool IsAccount(std::string_view text);                  // ^G[A-Z2-7]{55}$

// The form of one column, ready to be held against many texts. `column` is of a static table.
class TextRule {
 public:
  explicit TextRule(const ColumnSpec& column);
  bool Holds(std::string_view text) const;

 private:
  TextForm form_;
  std::size_t length_;
  std::vector<std::string_view> choices_;  // of kOneOf, the shortest first
};

}  // namespace lake
