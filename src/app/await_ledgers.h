// A source that is followed may be empty when the run begins: its first ledger is waited for as one
// that is late (source.gap_wait_seconds).
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "app/settings.h"
#include "base/clock.h"
#include "source/late_ledgers.h"

namespace lake {

// Whether places that have nothing now may be filled: folders that are not there are typing errors.
bool MayBeFilled(const std::vector<std::string>& specs);

// What `ask` gives, a Result<T>; asked again while that is kNotFound, which the listener is told.
// kCancelled after a stop.
template <class Ask>
auto AwaitLedgers(const Settings& settings, const std::vector<std::string>& specs,
                  const std::stop_token& stop, LateLedgers::Listener listener, Ask&& ask)
    -> decltype(ask()) {
  Clock& clock = SystemClock();
  LateLedgers late(settings.gap_wait_seconds * 1000, clock, std::move(listener));
  for (;;) {
    auto answer = ask();
    const bool waits = !answer.ok() && answer.error().code == Code::kNotFound &&
                       settings.gap_wait_seconds > 0 && MayBeFilled(specs) &&
                       late.MayCome(answer.error());
    if (!waits) {
      late.Came();
      return answer;
    }
    if (!clock.SleepFor(std::int64_t{settings.poll_interval_ms} * 1000, stop)) {
      return Error{Code::kCancelled, "stopped while the source was empty"};
    }
  }
}

}  // namespace lake
