// A program that runs beside a test: started as an ordinary user (nobody, when the test is root),
// ended with the object. Its standard input is a pipe that stays open until then.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "base/unique_fd.h"

namespace lake::testing {

class Daemon {
 public:
  // words[0] is the path of the program; `variables` are added to the environment.
  explicit Daemon(std::vector<std::string> words,
                  const std::vector<std::pair<std::string, std::string>>& variables = {});
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // The next line of its standard output; "" when it ended.
  std::string ReadLine();
  void Signal(int number);
  bool running();
  // Once it ended: 128 + signal when a signal did it.
  int exit_status() const { return exit_status_; }
  pid_t pid() const { return child_; }

 private:
  pid_t child_ = -1;
  int exit_status_ = -1;
  UniqueFd in_;
  UniqueFd out_;
};

// Waits until something listens there; false after two minutes.
bool WaitForPort(int port);

}  // namespace lake::testing
