// What a flusher does, as whoever decides when sees it (app/flush_schedule.h), and what it tells.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>

#include "base/result.h"
#include "hot/removal.h"
#include "stellar/ledger_set.h"

namespace lake {

// The two stores of a flush.
enum class FlushPart : std::uint8_t { kHotBuffer, kLake };

struct FlushReport {
  bool written = false;  // whether anybody ever wrote to the hot buffer
  // False: PostgreSQL crashed and emptied it; its ingester begins anew.
  bool whole = true;
  std::uint64_t ledgers = 0;  // flushed now, also those that the lake held already
  std::uint64_t rows = 0;     // committed now
  std::uint64_t commits = 0;
  std::optional<std::uint32_t> first;      // ledger of those
  std::optional<std::uint32_t> watermark;  // the last ledger that was ever flushed
  bool can_delete = false;                 // ledgers up to there are still in the hot buffer
  std::uint64_t hot_ledgers = 0;           // in the buffer and not in the lake
  std::optional<LedgerSpan> hole;          // missing in both; what is behind it waits
  double seconds = 0;
};

class FlushWork {
 public:
  virtual ~FlushWork() = default;
  // Flushes all that there was when it began. What was flushed before an error stays flushed, and
  // the next flush goes on behind it.
  //
  // kUnavailable, kConflict, kResourceExhausted: another time. kCancelled after a stop; a commit
  // under way ends first. kDataLoss, kInvalidArgument, kNotFound: somebody has to look.
  virtual Result<FlushReport> Flush(std::stop_token stop) = 0;
  // Takes ledgers up to `through` out of the hot buffer, as far as they are flushed.
  virtual Result<HotRemoval> Delete(std::uint32_t through, std::stop_token stop) = 0;
  // False when this user may not.
  virtual Result<bool> Vacuum(std::stop_token stop) = 0;
  // Where the last error came from.
  virtual FlushPart failed_part() const = 0;
};

// Told from the thread that flushes; keep it quick.
class FlushObserver {
 public:
  virtual ~FlushObserver() = default;
  // One commit is through, or was found to be.
  virtual void OnFlushed(const LedgerSpan& /*ledgers*/, std::uint64_t /*rows*/) {}
  // The lake is waited for.
  virtual void OnWait(const Error& /*error*/) {}
};

}  // namespace lake
