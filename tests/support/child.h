// Runs a program as its user does and keeps what it said: for tests of the command line.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace lake {

struct ChildResult {
  int exit_status;  // 128 + signal when a signal ended it
  std::string out;
  std::string err;
};

struct ChildOptions {
  std::string input = {};                                           // standard input
  std::string folder = {};                                          // working directory; "" = ours
  std::vector<std::pair<std::string, std::string>> variables = {};  // added to our environment
  std::function<void(pid_t)> started = {};                          // to watch it while it runs
};

// words[0] is the path of the program. Waits for its end.
ChildResult RunChild(const std::vector<std::string>& words, const ChildOptions& options = {});

}  // namespace lake
