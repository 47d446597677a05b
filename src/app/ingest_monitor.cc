#include "app/ingest_monitor.h"

#include <fmt/format.h>

#include "base/log.h"
#include "base/metrics.h"

namespace lake {
namespace {

constexpr std::string_view kSource = "source";
constexpr std::string_view kLake = "lake";

void CountCommit(const Batch& batch, const CommitReport& report) {
  std::uint64_t bytes = 0;
  for (const auto& ledger : batch.ledgers) bytes += ledger->raw_bytes;
  CounterOf(MetricId::kIngestLedgers).Add(static_cast<double>(batch.ledgers.size()));
  CounterOf(MetricId::kIngestLedgerBytes).Add(static_cast<double>(bytes));
  CounterOf(MetricId::kIngestCommits, {"committed"}).Add();
  GaugeOf(MetricId::kIngestLastLedger).Set(batch.last());
  HistogramOf(MetricId::kIngestCommitSeconds).Observe(report.seconds);
  for (std::size_t i = 0; i < batch.tables->size(); ++i) {
    CounterOf(MetricId::kIngestRows, {(*batch.tables)[i]->spec->name})
        .Add(static_cast<double>(batch.rows(i)));
  }
}

}  // namespace

Result<std::unique_ptr<IngestMonitor>> IngestMonitor::Start(const Settings& settings,
                                                            IngestObserver& next) {
  std::unique_ptr<IngestMonitor> monitor(new IngestMonitor(settings, next));
  if (settings.health_port == 0) return monitor;
  TRY_ASSIGN(monitor->server_,
             HealthServer::Start(settings.health_address, static_cast<int>(settings.health_port),
                                 monitor->board_));
  LogInfo("health and metrics on http://{}:{}/health", settings.health_address, monitor->port());
  return monitor;
}

void IngestMonitor::OnPlan(std::uint64_t ledgers_to_fetch, bool open_ended) {
  board_.Report(kSource, Health::kHealthy);
  board_.Report(kLake, Health::kHealthy);
  board_.SetFact("ledgers_planned", static_cast<std::int64_t>(ledgers_to_fetch));
  board_.SetReady(true);
  next_.OnPlan(ledgers_to_fetch, open_ended);
}

void IngestMonitor::OnLedger(const LedgerRows& ledger) {
  board_.SetFact("last_extracted_sequence", ledger.sequence);
  next_.OnLedger(ledger);
}

void IngestMonitor::OnCommit(const Batch& batch, const CommitReport& report,
                             const IngestTotals& totals) {
  CountCommit(batch, report);
  board_.Report(kLake, Health::kHealthy);
  board_.SetFact("last_sequence", batch.last());
  board_.SetFact("ledgers_committed", static_cast<std::int64_t>(totals.ledgers));
  board_.SetFact("rows_committed", static_cast<std::int64_t>(totals.rows));
  board_.SetFact("commits", static_cast<std::int64_t>(totals.commits));
  board_.SetFact("quality_failures", static_cast<std::int64_t>(totals.quality_failures));
  next_.OnCommit(batch, report, totals);
}

void IngestMonitor::OnRetry(const Error& error, int attempt) {
  CounterOf(MetricId::kIngestCommits, {"retried"}).Add();
  board_.Report(kLake, Health::kDegraded, fmt::format("attempt {}: {}", attempt, error.message));
  board_.SetFact("retries", ++retries_);
  board_.NoteError(error.message);
  next_.OnRetry(error, attempt);
}

void IngestMonitor::OnEnd(const Status& status) {
  board_.SetReady(false);
  if (status.ok() || status.error().code == Code::kCancelled) return;
  CounterOf(MetricId::kIngestCommits, {"failed"}).Add();
  board_.NoteError(status.error().message);
  bool of_source =
      status.error().code == Code::kDataLoss || status.error().code == Code::kUnavailable;
  board_.Report(of_source ? kSource : kLake, Health::kUnhealthy, status.error().message);
}

}  // namespace lake
