#include "contracts/session_metrics.h"

#include "base/metrics.h"
#include "contracts/ledger_entries.h"

namespace lake {
namespace {

// Found once: they live as long as the process.
struct SessionMetrics {
  Counter& received = CounterOf(MetricId::kContractsLedgersReceived);
  Counter& received_bytes = CounterOf(MetricId::kContractsBytesReceived);
  Counter& ledgers = CounterOf(MetricId::kContractsLedgersProcessed);
  Counter& bytes = CounterOf(MetricId::kContractsBytesProcessed);
  Counter& entries = CounterOf(MetricId::kContractsFound);
  Counter& skipped = CounterOf(MetricId::kContractsEntriesSkipped);
  Counter& batches = CounterOf(MetricId::kContractsBatchesCreated);
  Counter& errors = CounterOf(MetricId::kContractsErrors);
  Histogram& seconds = HistogramOf(MetricId::kContractsProcessingSeconds);
  Gauge& rate = GaugeOf(MetricId::kContractsIngestRate);
  Gauge& updated = GaugeOf(MetricId::kContractsLastUpdateSeconds);
};

SessionMetrics& Metrics() {
  static SessionMetrics metrics;
  return metrics;
}

std::uint64_t Whole(const Counter& counter) { return static_cast<std::uint64_t>(counter.value()); }

}  // namespace

ProcessTotals ProcessedSoFar() {
  const SessionMetrics& metrics = Metrics();
  return {.entries = Whole(metrics.entries),
          .skipped = Whole(metrics.skipped),
          .batches = Whole(metrics.batches),
          .bytes = Whole(metrics.bytes),
          .ledgers_per_second = metrics.rate.value(),
          .updated_seconds = static_cast<std::int64_t>(metrics.updated.value())};
}

void CountReceived(std::uint64_t bytes) {
  Metrics().received.Add();
  Metrics().received_bytes.Add(static_cast<double>(bytes));
}

void CountProcessed(const LedgerEntries& ledger, std::uint64_t batches, std::int64_t now_micros) {
  SessionMetrics& metrics = Metrics();
  metrics.ledgers.Add();
  metrics.bytes.Add(static_cast<double>(ledger.raw_bytes));
  metrics.entries.Add(static_cast<double>(ledger.rows.size()));
  metrics.skipped.Add(static_cast<double>(ledger.skipped));
  metrics.batches.Add(static_cast<double>(batches));
  metrics.seconds.Observe(static_cast<double>(ledger.extract_micros) * 1e-6);
  metrics.updated.Set(static_cast<double>(now_micros / 1'000'000));
}

void CountFailed() { Metrics().errors.Add(); }

void ShowSessionMetrics() { Metrics(); }

}  // namespace lake
