#include "base/signals.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "base/check.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/thread.h"

namespace lake {
namespace {

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

void PrepareSignals() {
  const sigset_t signals = StopSignals();
  CHECK(pthread_sigmask(SIG_BLOCK, &signals, nullptr) == 0);
  CHECK(::signal(SIGPIPE, SIG_IGN) != SIG_ERR);
  CHECK(::signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
}

Status StopSignal::Watch() {
  const sigset_t signals = StopSignals();
  signals_ = UniqueFd(::signalfd(-1, &signals, SFD_CLOEXEC));
  if (!signals_.valid()) return ErrnoError(errno, "watching for signals");
  wake_ = UniqueFd(::eventfd(0, EFD_CLOEXEC));
  if (!wake_.valid()) return ErrnoError(errno, "watching for signals");
  TRY_ASSIGN(watcher_, StartThread(
                           "signals",
                           [this](const std::stop_token&) {
                             AwaitSignals();
                             return Status();
                           },
                           [this](const Status& status) {
                             // Whom no signal can stop any more, stops.
                             if (!status.ok()) Request();
                           }));
  return {};
}

StopSignal::~StopSignal() {
  if (!watcher_.joinable()) return;
  const std::uint64_t one = 1;
  // A first write into an eventfd of our own has room; nothing else wakes the watcher.
  while (::write(wake_.get(), &one, sizeof one) != sizeof one && errno == EINTR) continue;
  watcher_.join();
}

void StopSignal::AwaitSignals() {
  std::int64_t asked_at = 0;
  std::array<pollfd, 2> fds = {{{signals_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}}};
  while (true) {
    if (::poll(fds.data(), fds.size(), -1) < 0) continue;
    if (fds[1].revents != 0) return;
    signalfd_siginfo info;
    if (::read(signals_.get(), &info, sizeof info) != sizeof info) continue;
    const int number = static_cast<int>(info.ssi_signo);
    const std::int64_t now = SystemClock().MonotonicMicros();
    if (signal_.load() != 0) {
      if (now - asked_at < together_micros_) continue;
      LogWarn("ended at once: what was not committed is not in the lake; the same command goes on");
      ::_exit(128 + number);
    }
    asked_at = now;
    signal_.store(number);
    LogInfo("stopping after {}; once more ends the process at once",
            number == SIGINT ? "SIGINT" : "SIGTERM");
    source_.request_stop();
  }
}

}  // namespace lake
