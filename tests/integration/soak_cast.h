// The programs of a soak: each is started again when it has ended, killed, or paused and woken.
#pragma once

#include <signal.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/daemon.h"
#include "support/eventually.h"
#include "support/seeded_random.h"
#include "support/temp_folder.h"

namespace lake::testing {

class SoakPart {
 public:
  // What it says goes to the end of `log`; its standard output to `out`, anew each time.
  SoakPart(std::vector<std::string> words, const std::string& log, std::string out)
      : words_(std::move(words)), out_(std::move(out)) {
    words_.insert(
        words_.begin(),
        {"/bin/sh", "-c", "log=$0 out=$1; shift; exec \"$@\" 2>>\"$log\" >\"$out\"", log, out_});
  }

  void Start() { program_ = std::make_unique<Daemon>(words_); }
  bool running() const { return program_ != nullptr && program_->running(); }
  // Of the run that ended last; -1 before there was any.
  int exit_status() const { return program_ == nullptr ? -1 : program_->exit_status(); }
  // What it wrote when it ran last.
  std::string Output() const { return ReadFile(out_); }

  // SIGKILL; whether there still was something to kill.
  bool Kill() {
    if (!running()) return false;
    program_->Signal(SIGCONT);
    program_->Signal(SIGKILL);
    return AwaitEnd() && exit_status() == 128 + SIGKILL;
  }
  void Pause() {
    if (running()) program_->Signal(SIGSTOP);
  }
  void Wake() {
    if (running()) program_->Signal(SIGCONT);
  }
  bool AwaitEnd() {
    return Eventually([&] { return !running(); }, std::chrono::minutes(5));
  }

 private:
  std::vector<std::string> words_;
  const std::string out_;
  std::unique_ptr<Daemon> program_;
};

}  // namespace lake::testing
