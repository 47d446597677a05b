// The exit statuses of the program: the one table that main, docs/cli.md and the tests of deploy/
// read. The number of an error stands in base/code.cc; here is what it means to a script.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/code.h"

namespace lake {

struct ExitStatusInfo {
  int status;
  std::string name;
  std::string_view meaning;  // what happened, and what to do
};

// Ascending.
std::vector<ExitStatusInfo> ExitStatuses();

// `signal` asked the program to stop, 0 = none did: work that it kept from being finished ends with
// 128 + signal, as a shell would report it.
int ExitStatusAfter(const Error& error, int signal);

// Whether `signal` is why there is this error.
inline bool IsInterrupted(const Error& error, int signal) {
  return error.code == Code::kCancelled && signal != 0;
}

// "SIGTERM"; of the signals that ask for a stop.
std::string_view SignalName(int signal);

}  // namespace lake
