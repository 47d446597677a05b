#include "support/crashing_child.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/child.h"

namespace lake::testing {

int RunCrashing(std::string_view suite, std::vector<std::pair<std::string, std::string>> variables,
                const std::string& crash_at) {
  if (!crash_at.empty()) variables.emplace_back("STELLARLAKE_CRASH_AT", crash_at);
  const ChildResult child = RunChild({"/proc/self/exe", "--gtest_also_run_disabled_tests",
                                      fmt::format("--gtest_filter={}.*", suite)},
                                     {.variables = std::move(variables)});
  if (child.exit_status != 0 && child.exit_status != kKilled) {
    ADD_FAILURE() << child.out << child.err;
  }
  return child.exit_status;
}

}  // namespace lake::testing
