// One flush: slice after slice until all that was there at its beginning is in the lake. Internal
// to flush/; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "flush/flush_window.h"
#include "flush/flusher.h"
#include "hot/batch_sums.h"
#include "postgres/transaction.h"
#include "sink/ducklake_sink.h"

namespace lake {

class FlushRun {
 public:
  // All that is referred to outlives it.
  FlushRun(const FlusherOptions& options, FlushObserver& observer, std::stop_token stop,
           FlushReport& report)
      : options_(options), observer_(observer), stop_(std::move(stop)), report_(report) {}

  Status Run();
  // Of the store that an error came from.
  FlushPart part() const { return part_; }

 private:
  // False when there is nothing more.
  Result<bool> Step();
  Result<bool> FlushSlice(const FlushWindow& window, PgTransaction& snapshot);
  Status Connect();
  // The lake, opened for what begins with this batch.
  Status OpenLake(const HotState& state, const HotBatch& batch);
  Status CloseLake();
  Status CheckTables(const HotBatch& batch) const;
  Status Copy(const LedgerSpan& span, std::span<const HotBatch> batches);
  // Whether the lake holds these ledgers, and they are the same.
  Result<bool> IsHeld(const LedgerSpan& span, const Hash256& last_hash);
  // Whether the lake has filled the hole; the mark is behind it then.
  Result<bool> StepOver(const FlushWindow& window, PgTransaction& snapshot);
  // Moves the mark; false when the buffer has begun another epoch.
  Result<bool> Note(std::uint32_t last, const Hash256& hash, std::int64_t epoch);
  Result<bool> NoteOnce(std::uint32_t last, const Hash256& hash, std::int64_t epoch);

  const FlusherOptions& options_;
  FlushObserver& observer_;
  const std::stop_token stop_;
  FlushReport& report_;
  FlushPart part_ = FlushPart::kHotBuffer;

  std::optional<PgConnection> connection_;
  std::optional<Network> network_;
  std::optional<FlushTarget> target_;
  std::optional<DuckLakeSink> lake_;
  Origin origin_;                      // of the lake that is open
  std::optional<std::uint32_t> goal_;  // the last ledger that was there at the beginning
};

}  // namespace lake
