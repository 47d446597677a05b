// A part of this test program in a process of its own, which is killed at a named step
// (base/crash_point.h). The part is a disabled test, so that it runs only when asked for.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lake::testing {

inline constexpr int kKilled = 128 + 9;  // the exit status after SIGKILL

// Runs the disabled tests of `suite` with these variables in the environment. `crash_at` is the
// step, "" = none. Gives 0 or kKilled; anything else fails the calling test, with what was said.
int RunCrashing(std::string_view suite, std::vector<std::pair<std::string, std::string>> variables,
                const std::string& crash_at);

}  // namespace lake::testing
