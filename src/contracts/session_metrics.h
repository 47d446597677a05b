// What the readings of the service itself and of its sessions count, for /metrics and the control
// plane: those of clients are not among them, see flight_metrics.h. Of the process; thread-safe.
#pragma once

#include <cstdint>

namespace lake {

struct LedgerEntries;

struct ProcessTotals {
  std::uint64_t entries = 0;  // that came through a filter
  std::uint64_t skipped = 0;
  std::uint64_t batches = 0;
  std::uint64_t bytes = 0;  // of ledgers
  double ledgers_per_second = 0;
  std::int64_t updated_seconds = 0;  // Unix time; 0 = never
};
// What /metrics shows now.
ProcessTotals ProcessedSoFar();

// A ledger that the source gave.
void CountReceived(std::uint64_t bytes);
// A ledger that was processed, at a moment of Unix time; `batches` is how many more it makes.
void CountProcessed(const LedgerEntries& ledger, std::uint64_t batches, std::int64_t now_micros);
// A reading that ended with an error.
void CountFailed();
// Makes every series appear in /metrics, also those that nothing was counted for yet.
void ShowSessionMetrics();

}  // namespace lake
