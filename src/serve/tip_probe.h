// What the newest ledger of a source is, asked at most once a second however many clients want to
// know. Thread-safe; a caller may wait for the question that another one asks.
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

 private:
  Result<std::uint32_t> Ask();

  const SourceFactory open_;
  Clock& clock_;
  std::mutex mutex_;
  std::unique_ptr<LedgerSource> source_;
  std::uint32_t latest_ = 0;
  std::int64_t fresh_until_micros_ = 0;
};

}  // namespace lake
