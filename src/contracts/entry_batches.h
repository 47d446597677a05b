// A stream of ledgers as record batches of a wanted size, each with the ledger up to which the
// client then has everything.
//
// A batch is sent when it is full, or when no ledger has come for a moment: at the tip rows go out
// with their ledger. Ledgers without rows are told of by batches without rows, now and then. Rows
// of a ledger may be in two batches. One thread.
#pragma once

#include <arrow/type_fwd.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>

#include "base/clock.h"
#include "contracts/batch_limits.h"
#include "contracts/entry_batch.h"
#include "contracts/entry_stream.h"

namespace lake {

class EntryBatches {
 public:
  // Both outlive it.
  EntryBatches(EntryStream& stream, const BatchLimits& limits, Clock& clock);

  struct Cut {
    std::shared_ptr<arrow::RecordBatch> batch = {};  // null: nothing yet, or the end
    // Every row of ledgers up to this one was in this batch or one before; none when the first
    // ledger is not whole yet.
    std::optional<std::uint32_t> complete_through = {};
    bool ended = false;
  };
  // What was gathered before an error comes before the error.
  Result<Cut> Next(std::stop_token stop);

 private:
  void Begin(LedgerEntries ledger);
  Status TakeRows();
  bool full() const;
  bool has_news() const { return batch_.rows() > 0 || complete_ != told_; }
  std::int64_t WaitMicros() const;
  Result<Cut> Send();

  EntryStream& stream_;
  const BatchLimits limits_;
  Clock& clock_;
  EntryBatch batch_;
  LedgerEntries ledger_;  // whose rows are taken
  std::size_t taken_ = 0;
  std::optional<std::uint32_t> complete_, told_;
  std::int64_t sent_micros_;       // when the last batch was, or the stream began
  std::int64_t first_micros_ = 0;  // when the batch got its first row
  std::optional<Status> end_;      // how the stream ended
};

}  // namespace lake
