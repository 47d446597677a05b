// src/layers.txt as data, and the rule it states: a folder includes only folders listed for it,
// which all stand lower.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "support/tidy_text.h"

namespace lake::testing {

struct Layer {
  int number;
  std::set<std::string, std::less<>> may_include;
};

using Layers = std::map<std::string, Layer, std::less<>>;

// kInvalidArgument for a line that is no layer, a folder listed twice, or one that would include a
// folder of the same or a higher number.
Result<Layers> ParseLayers(std::string_view text);

// Findings for every #include "..." of a file in src/ that does not point downward.
std::vector<Finding> CheckIncludes(const SourceFile& file, const Layers& layers);

}  // namespace lake::testing
