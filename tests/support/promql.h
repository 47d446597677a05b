// What a PromQL expression asks for. Not a parser: it reads names, label matchers and groupings of
// expressions that are right as such.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lake::testing {

struct PromUse {
  std::string metric;            // name of the series: "x_bucket"
  std::set<std::string> labels;  // of its matchers
  bool over_time = false;        // as a range: x[5m]
};

std::vector<PromUse> PromUses(std::string_view expression);

// The labels of by (...), on (...) and their likes.
std::set<std::string> PromGroupings(std::string_view expression);

}  // namespace lake::testing
