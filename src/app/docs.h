// The reference pages of docs/, made from the registries they describe. A test compares them with
// the files in the tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lake {

struct DocPage {
  std::string_view file;  // "cli.md"
  std::string text;
};

std::vector<DocPage> DocPages();

}  // namespace lake
