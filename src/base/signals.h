// How the process is asked to stop. Call PrepareSignals first in main, before any library starts a
// thread, so that no other thread is ever chosen to run a default action.
#pragma once

#include <atomic>
#include <cstdint>
#include <stop_token>
#include <thread>

#include "base/result.h"
#include "base/unique_fd.h"

namespace lake {

// Blocks SIGINT and SIGTERM in this and all later threads; ignores SIGPIPE (a closed connection is
// an error value) and SIGXFSZ (so is a file-size limit).
void PrepareSignals();

// Turns SIGINT and SIGTERM into a stop request. A further signal ends the process at once, for
// people who cannot wait, with status 128 + signal; those that come together with the first are the
// same wish (`timeout` and terminals signal a process and then its group). Requires PrepareSignals.
// One per process at a time.
class StopSignal {
 public:
  static constexpr std::int64_t kTogetherMicros = 1'000'000;

  explicit StopSignal(std::int64_t together_micros = kTogetherMicros)
      : together_micros_(together_micros) {}
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  // Begins to listen; once. An error when the system has no descriptors or threads left.
  Status Watch();
  std::stop_token token() const { return source_.get_token(); }
  // Asks for a stop from inside the program.
  void Request() { source_.request_stop(); }
  // The signal that came, or 0.
  int signal() const { return signal_.load(); }

 private:
  void AwaitSignals();

  const std::int64_t together_micros_;
  std::stop_source source_;
  std::atomic<int> signal_ = 0;
  UniqueFd signals_;
  UniqueFd wake_;
  std::jthread watcher_;
};

}  // namespace lake
