#include "support/tidy_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace lake::testing {
namespace {

constexpr std::array<std::string_view, 11> kOfTheClock = {
    "system_clock",  "steady_clock", "high_resolution_clock",
    "clock_gettime", "gettimeofday", "sleep_for",
    "sleep_until",   "usleep",       "nanosleep",
    "wait_until",    "wait_for"};
constexpr std::array<std::string_view, 4> kSleeps = {"sleep_for", "sleep_until", "usleep",
                                                     "nanosleep"};

bool IsAllowed(std::string_view path, std::string_view word) {
  if (path.starts_with("src/")) return path == "src/base/clock.cc";
  if (!path.starts_with("tests/unit/") && !path.starts_with("tests/integration/")) return true;
  return std::ranges::find(kSleeps, word) == kSleeps.end();
}

}  // namespace

std::vector<Finding> CheckTime(const SourceFile& file) {
  std::vector<Finding> findings;
  if (file.language != Language::kCpp) return findings;
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    for (std::string_view word : Identifiers(file.code[i])) {
      if (std::ranges::find(kOfTheClock, word) == kOfTheClock.end()) continue;
      if (IsAllowed(file.path, word)) continue;
      findings.push_back(
          {file.path, i + 1,
           file.path.starts_with("src/")
               ? fmt::format("'{}' is for src/base/clock only", word)
               : fmt::format("'{}': wait for a condition (support/eventually.h)", word)});
    }
  }
  return findings;
}

}  // namespace lake::testing
