// The size and word rules of CONTRIBUTING.md. There is no list of exceptions.
#pragma once

#include <cstddef>
#include <vector>

#include "support/tidy_text.h"

namespace lake::testing {

inline constexpr std::size_t kFileLinesMax = 400;
inline constexpr std::size_t kHeaderLinesMax = 200;  // headers of src/
inline constexpr std::size_t kFunctionLinesMax = 70;
inline constexpr std::size_t kLineColumnsMax = 100;  // C++ of src/

// Files, headers, functions and lines that are too long.
std::vector<Finding> CheckSizes(const SourceFile& file);

// Sources of nondeterminism, names that say nothing (Utils, Helper, Manager), and marks of work
// left undone that do not say why in parentheses right behind them.
std::vector<Finding> CheckWords(const SourceFile& file);

}  // namespace lake::testing
