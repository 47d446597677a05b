// Where the functions of a source file begin and end, found by their shape: good enough for code
// that clang-format has laid out, no parser.
#pragma once

#include <string>
#include <vector>

#include "support/tidy_text.h"

namespace lake::testing {

struct FunctionSpan {
  std::string head;  // first line of it, for messages
  std::size_t first_line;
  std::size_t last_line;

  std::size_t lines() const { return last_line - first_line + 1; }
};

// Functions in order of their end. A lambda belongs to the function around it. A C++ function is a
// brace after a space whose head has parentheses, at the level of a namespace or a class; a Python
// function is a def and what is indented below it.
std::vector<FunctionSpan> FindFunctions(const SourceFile& file);

}  // namespace lake::testing
