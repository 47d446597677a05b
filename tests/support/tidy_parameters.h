// No list of parameters is longer than six: what belongs together has a name, and is passed as one.
#pragma once

#include <cstddef>
#include <vector>

#include "support/tidy_text.h"

namespace lake::testing {

inline constexpr std::size_t kParametersMax = 6;

// Parameter lists of C++ that are too long: of functions, constructors, lambdas and types of
// functions, declared or defined. Found by their shape, without a parser: most entries of a list
// are a type and a name.
std::vector<Finding> CheckParameters(const SourceFile& file);

}  // namespace lake::testing
