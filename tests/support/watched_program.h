// A long-running command of the program, started as its user does and looked at as its operator
// does: /health, /metrics, its log, signals.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "net/http_client.h"
#include "support/daemon.h"

namespace lake::testing {

class WatchedProgram {
 public:
  // words[0] is the path of the program, words[1] the command; a health port is added. What it says
  // goes to the end of `log_file`, whose folder everybody may write to.
  WatchedProgram(std::vector<std::string> words, std::string log_file);

  // What GET /health says; an empty object while nobody answers.
  nlohmann::json Health();
  // The status of GET `path`; 0 while nobody answers.
  int StatusOf(const std::string& path);
  // The value of a series, named as in the text of /metrics; -1 when it is not there.
  double Metric(const std::string& series);
  std::string Log() const;

  // Looks until `condition` holds; false after three minutes, or when the program has ended.
  bool Await(const std::function<bool()>& condition);
  // A number of /health; -1 when it is not there.
  std::int64_t Fact(const std::string& name) { return Health().value(name, std::int64_t{-1}); }
  // Waits for last_sequence to be at least so.
  bool AwaitCommitted(std::uint32_t sequence) {
    return Await([&] { return Fact("last_sequence") >= std::int64_t{sequence}; });
  }

  bool running() { return daemon_.running(); }
  void Kill();  // SIGKILL
  void Stop();  // SIGTERM, and waits for the end

 private:
  std::string Get(const std::string& path, int& status);

  const std::string log_file_;
  const int port_;
  HttpClient client_{NetworkOptions()};
  Daemon daemon_;
};

}  // namespace lake::testing
