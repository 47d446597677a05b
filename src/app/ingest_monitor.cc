#include "app/ingest_monitor.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/metrics.h"
#include "base/stage_timer.h"

namespace lake {
namespace {

// So many failures of the lake in a row are no hiccup any more.
constexpr int kTroublesUnhealthy = 5;
constexpr std::int64_t kRateMicros = 1'000'000;  // shorter ones jump too much

double NowSeconds() { return static_cast<double>(SystemClock().Now()) / 1e6; }

// Alerts compare these with their past, so they are there before anything happens.
void ShowFromTheStart() {
  for (const char* outcome : {"committed", "retried", "failed"}) {
    CounterOf(MetricId::kIngestCommits, {outcome});
  }
  for (const char* outcome : {"passed", "warned", "failed"}) {
    CounterOf(MetricId::kQualityChecks, {outcome});
  }
  ShowStages();
  HistogramOf(MetricId::kIngestCommitSeconds);
  HistogramOf(MetricId::kIngestCloseToCommitSeconds);
  CounterOf(MetricId::kIngestLedgers);
  CounterOf(MetricId::kIngestQuarantined);
  GaugeOf(MetricId::kIngestLastCommitSeconds).Set(NowSeconds());
}

void CountCommit(const Batch& batch, const CommitReport& report) {
  const double now = NowSeconds();
  Histogram& latency = HistogramOf(MetricId::kIngestCloseToCommitSeconds);
  std::uint64_t bytes = 0;
  for (const auto& ledger : batch.ledgers) {
    bytes += ledger->raw_bytes;
    latency.Observe(std::max(0.0, now - static_cast<double>(ledger->close_time)));
  }
  const auto close_time = static_cast<double>(batch.ledgers.back()->close_time);
  CounterOf(MetricId::kIngestLedgers).Add(static_cast<double>(batch.ledgers.size()));
  CounterOf(MetricId::kIngestLedgerBytes).Add(static_cast<double>(bytes));
  CounterOf(MetricId::kIngestWrittenBytes).Add(static_cast<double>(report.bytes_written));
  CounterOf(MetricId::kIngestCommits, {"committed"}).Add();
  GaugeOf(MetricId::kIngestLastLedger).Set(batch.last());
  GaugeOf(MetricId::kIngestLastCloseSeconds).Set(close_time);
  GaugeOf(MetricId::kIngestLastCommitSeconds).Set(now);
  HistogramOf(MetricId::kIngestCommitSeconds).Observe(report.seconds);
  for (std::size_t i = 0; i < batch.tables->size(); ++i) {
    CounterOf(MetricId::kIngestRows, {(*batch.tables)[i]->spec->name})
        .Add(static_cast<double>(batch.rows(i)));
  }
}

void ShowCommit(HealthBoard& board, const Batch& batch, const IngestTotals& totals) {
  board.SetFact("last_sequence", batch.last());
  board.SetFact("ledgers_committed", static_cast<std::int64_t>(totals.ledgers));
  board.SetFact("rows_committed", static_cast<std::int64_t>(totals.rows));
  board.SetFact("commits", static_cast<std::int64_t>(totals.commits));
  board.SetFact("quality_failures", static_cast<std::int64_t>(totals.quality_failures));
}

}  // namespace

IngestMonitor::IngestMonitor(const Settings& settings, IngestObserver& next, std::string_view store)
    : next_(next),
      store_(store),
      board_(settings.service_name, settings.environment),
      rate_since_micros_(SystemClock().MonotonicMicros()) {}

Result<std::unique_ptr<IngestMonitor>> IngestMonitor::Start(const Settings& settings,
                                                            IngestObserver& next,
                                                            std::string_view store) {
  std::unique_ptr<IngestMonitor> monitor(new IngestMonitor(settings, next, store));
  ShowFromTheStart();
  monitor->board_.Report(monitor->source_, Health::kHealthy, "opening");
  for (const char* name : {"ledgers_received", "ingest_rate"}) {
    monitor->board_.SetMetric(monitor->source_, name, 0);
  }
  TRY_ASSIGN(monitor->server_, ServeHealth(settings, monitor->board_));
  return monitor;
}

void IngestMonitor::Follow(IngestLag::Open open) {
  if (server_ != nullptr) lag_ = std::make_unique<IngestLag>(board_, std::move(open));
}

void IngestMonitor::OnPlan(std::uint64_t ledgers_to_fetch, bool open_ended) {
  troubles_ = 0;
  board_.Report(source_, Health::kHealthy);
  board_.Report(store_, Health::kHealthy);
  if (!open_ended) board_.SetFact("ledgers_planned", static_cast<std::int64_t>(ledgers_to_fetch));
  board_.SetReady(true);
  next_.OnPlan(ledgers_to_fetch, open_ended);
}

void IngestMonitor::OnResume(std::uint32_t sequence, std::optional<std::int64_t> close_time) {
  board_.SetFact("last_sequence", sequence);
  GaugeOf(MetricId::kIngestLastLedger).Set(sequence);
  if (close_time) {
    GaugeOf(MetricId::kIngestLastCloseSeconds).Set(static_cast<double>(*close_time));
    if (lag_ != nullptr) lag_->Committed(sequence, *close_time);
  }
  next_.OnResume(sequence, close_time);
}

void IngestMonitor::OnCheck(const Status& status) {
  if (status.ok()) {
    troubles_ = 0;
    board_.Report(store_, Health::kHealthy);
  } else {
    board_.Report(store_, Health::kUnhealthy, status.error().message);
    board_.NoteError(status.error().message);
  }
  next_.OnCheck(status);
}

void IngestMonitor::OnLedger(const LedgerRows& ledger) {
  ++received_;
  board_.Report(source_, Health::kHealthy);
  board_.SetFact("last_extracted_sequence", ledger.sequence);
  board_.SetMetric(source_, "ledgers_received", static_cast<double>(received_));
  ShowRate();
  next_.OnLedger(ledger);
}

void IngestMonitor::ShowRate() {
  const std::int64_t now = SystemClock().MonotonicMicros();
  const std::int64_t micros = now - rate_since_micros_;
  if (micros < kRateMicros) return;
  const double rate =
      static_cast<double>(received_ - rate_base_) * 1e6 / static_cast<double>(micros);
  board_.SetMetric(source_, "ingest_rate", rate);
  rate_base_ = received_;
  rate_since_micros_ = now;
}

void IngestMonitor::OnCommit(const Batch& batch, const CommitReport& report,
                             const IngestTotals& totals) {
  troubles_ = 0;
  CountCommit(batch, report);
  board_.Report(store_, Health::kHealthy);
  ShowCommit(board_, batch, totals);
  if (lag_ != nullptr) lag_->Committed(batch.last(), batch.ledgers.back()->close_time);
  next_.OnCommit(batch, report, totals);
}

void IngestMonitor::ReportTrouble(RunPart part, const Error& error, std::string_view detail) {
  if (part == RunPart::kStore) CounterOf(MetricId::kIngestCommits, {"retried"}).Add();
  const bool lasting = ++troubles_ >= kTroublesUnhealthy;
  board_.Report(NameOf(part), lasting ? Health::kUnhealthy : Health::kDegraded, detail);
  board_.SetFact("retries", ++retries_);
  board_.NoteError(error.message);
}

void IngestMonitor::OnQuarantine(std::uint32_t sequence) {
  CounterOf(MetricId::kIngestQuarantined).Add();
  next_.OnQuarantine(sequence);
}

void IngestMonitor::OnRetry(const Error& error, int attempt, RunPart part) {
  ReportTrouble(part, error, fmt::format("attempt {}: {}", attempt, error.message));
  next_.OnRetry(error, attempt, part);
}

void IngestMonitor::OnWait(const Error& error) {
  ReportTrouble(RunPart::kStore, error, error.message);
}

void IngestMonitor::OnEnd(const Status& status, RunPart part) {
  lag_.reset();
  board_.SetReady(false);
  if (status.ok() || status.error().code == Code::kCancelled) return;
  if (part == RunPart::kStore) CounterOf(MetricId::kIngestCommits, {"failed"}).Add();
  board_.NoteError(status.error().message);
  board_.Report(NameOf(part), Health::kUnhealthy, status.error().message);
}

}  // namespace lake
