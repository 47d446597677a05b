// Looks at a sink now and then while a run that follows commits nothing, so that a store that went
// away is known before the next ledger comes. Internal to ingest/; one thread.
#pragma once

#include <algorithm>
#include <cstdint>

#include "ingest/ingest_run.h"

namespace lake {

class SinkWatch {
 public:
  SinkWatch(Sink& sink, std::int64_t every_ms, Clock& clock)
      : sink_(sink), every_ms_(every_ms), clock_(clock), seen_at_(NowMs()) {}

  // Until the next look; a commit is one, too.
  std::int64_t DueInMs(const IngestTotals& totals) {
    if (totals.commits != commits_) {
      commits_ = totals.commits;
      seen_at_ = NowMs();
    }
    return std::max<std::int64_t>(0, seen_at_ + every_ms_ - NowMs());
  }
  void Look(IngestObserver& observer) {
    observer.OnCheck(sink_.Check());
    seen_at_ = NowMs();
  }

 private:
  std::int64_t NowMs() const { return clock_.MonotonicMicros() / 1000; }

  Sink& sink_;
  const std::int64_t every_ms_;
  Clock& clock_;
  std::int64_t seen_at_;
  std::uint64_t commits_ = 0;
};

}  // namespace lake
