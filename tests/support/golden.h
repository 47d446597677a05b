// Expected texts kept as files of the tree. UPDATE_GOLDEN=1 writes them again; the review reads the
// difference.
#pragma once

#include <string>
#include <string_view>

namespace lake {

// Adds a test failure unless `text` is the content of `path` (from the root of the tree).
void ExpectGolden(const std::string& path, std::string_view text);

}  // namespace lake
