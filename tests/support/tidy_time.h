// Time is owned by base/clock: nobody else in src/ reads a clock, sleeps or waits with a deadline,
// so that a test can own it. Tests wait for conditions: only tests/support sleeps. There is no list
// of exceptions.
#pragma once

#include <vector>

#include "support/tidy_text.h"

namespace lake::testing {

std::vector<Finding> CheckTime(const SourceFile& file);

}  // namespace lake::testing
