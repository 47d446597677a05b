// How far a run without an end is behind: in ledgers, the newest of the source against the last one
// committed, and in seconds since that one closed. As metrics and as facts of /health.
//
// Threads of its own, so that the figures grow also when the ingest stands still. Nothing is shown
// before a ledger of the lake is known: its last one at the start, or the first commit.
// Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/health.h"
#include "source/ledger_source.h"

namespace lake {

class IngestLag {
 public:
  // A source of its own: the ingest's is busy.
  using Open = std::function<Result<std::unique_ptr<LedgerSource>>()>;

  IngestLag(HealthBoard& board, Open open, Clock& clock = SystemClock());
  ~IngestLag();

  // The last ledger that the lake holds; `close_time` in Unix seconds.
  void Committed(std::uint32_t sequence, std::int64_t close_time);

 private:
  void Fail(const Status& status);
  void Show();
  void WatchNewest(const std::stop_token& stop);
  Status AskNewest(const std::stop_token& stop);

  HealthBoard& board_;
  const Open open_;
  Clock& clock_;
  std::atomic<std::uint32_t> committed_ = 0;
  std::atomic<std::int64_t> close_time_ = 0;
  std::atomic<std::uint32_t> newest_ = 0;  // 0 = not known
  std::mutex mutex_;                       // of source_
  std::unique_ptr<LedgerSource> source_;
  std::jthread asking_;
  std::jthread showing_;
};

}  // namespace lake
