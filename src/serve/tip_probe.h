// What the newest ledger of a source is, asked at most once a second however many clients want to
// know. Thread-safe; a caller may wait for the question that another one asks, until Stop.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "base/clock.h"
#include "base/result.h"
#include "serve/ledger_hub.h"

namespace lake {

class TipProbe {
 public:
  TipProbe(SourceFactory open, Clock& clock);
  // 0 = the source cannot tell without being read.
  Result<std::uint32_t> Latest();
  // Ends the question that is being asked, and all later ones, with kCancelled. Opening a source
  // cannot be ended.
  void Stop();

 private:
  Result<std::uint32_t> Ask();
  Status Open();

  const SourceFactory open_;
  Clock& clock_;
  std::mutex asking_;  // held over a question, also while the source is away
  std::uint32_t latest_ = 0;
  std::int64_t fresh_until_micros_ = 0;
  std::mutex mutex_;  // of those below, never held for long
  std::unique_ptr<LedgerSource> source_;
  bool stopped_ = false;
};

}  // namespace lake
