// The checks of `doctor`: what this machine and this installation can do, one finding per check.
#pragma once

#include <cstdint>
#include <stop_token>
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
// Whether the hot buffer can be reached, used and flushed to that lake, and what is in it; nothing
// when the settings name none.
std::vector<Finding> CheckHot(const Settings& settings, std::stop_token stop);

// For the files of those.
Finding Good(std::string check, std::string detail);
Finding Warning(std::string check, std::string detail, std::string next);
Finding Failure(std::string check, std::string detail, std::string next, Code code);

}  // namespace lake
