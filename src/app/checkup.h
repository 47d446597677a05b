// The checks of `doctor`: what this machine and this installation can do, one finding per check.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/settings.h"
#include "base/clock.h"
#include "base/result.h"

namespace lake {

struct Finding {
  enum class State : std::uint8_t { kOk, kWarn, kFail };
  State state;
  std::string check;            // "extension httpfs"
  std::string detail;           // what was found
  std::string next;             // what to do; "" when nothing is wrong
  Code code = Code::kInternal;  // of a failure
};

// "ok", "warn", "fail".
std::string_view FindingStateName(Finding::State state);

// The engine and each of its extensions.
std::vector<Finding> CheckEngine();
// Cores, memory, open files, clock.
std::vector<Finding> CheckMachine(Clock& clock);
// Whether the lake of the settings opens, and what is in it.
std::vector<Finding> CheckLake(const Settings& settings);

}  // namespace lake
