#include "app/flush_monitor.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/human.h"
#include "base/log.h"
#include "base/metrics.h"

namespace lake {
namespace {

constexpr std::string_view kHotBuffer = "hot_buffer";
constexpr std::string_view kLake = "lake";
// So many failures in a row are no hiccup any more.
constexpr int kTroublesUnhealthy = 5;

std::string_view NameOf(FlushPart part) { return part == FlushPart::kLake ? kLake : kHotBuffer; }

std::int64_t NowSeconds() { return SystemClock().Now() / 1'000'000; }

// Alerts compare these with their past, so they are there before anything happens.
void ShowFromTheStart() {
  CounterOf(MetricId::kFlushCount);
  CounterOf(MetricId::kFlushedRows);
  CounterOf(MetricId::kFlushFailures);
  GaugeOf(MetricId::kFlushWatermark);
  GaugeOf(MetricId::kHotLedgers);
  GaugeOf(MetricId::kFlushLastSeconds).Set(static_cast<double>(NowSeconds()));
  HistogramOf(MetricId::kFlushSeconds);
  HistogramOf(MetricId::kFlushRows);
  HistogramOf(MetricId::kFlushDeleteSeconds);
  HistogramOf(MetricId::kFlushVacuumSeconds);
}

}  // namespace

FlushMonitor::FlushMonitor(const Settings& settings)
    : board_(settings.service_name, settings.environment) {
  board_.SetFact("flush_count", 0);
  board_.SetFact("last_flush_time", "");
  board_.SetFact("last_watermark", 0);
  board_.SetFact("total_flushed", 0);
  board_.Report(kHotBuffer, Health::kHealthy, "opening");
}

Result<std::unique_ptr<FlushMonitor>> FlushMonitor::Start(const Settings& settings, bool serves) {
  std::unique_ptr<FlushMonitor> monitor(new FlushMonitor(settings));
  ShowFromTheStart();
  if (!serves) return monitor;
  TRY_ASSIGN(monitor->server_, ServeHealth(settings, monitor->board_));
  return monitor;
}

void FlushMonitor::OnFlushed(const LedgerSpan& ledgers, std::uint64_t rows) {
  rows_ += static_cast<std::int64_t>(rows);
  CounterOf(MetricId::kFlushedRows).Add(static_cast<double>(rows));
  GaugeOf(MetricId::kFlushWatermark).Set(ledgers.last);
  board_.SetFact("total_flushed", rows_);
  board_.SetFact("last_watermark", ledgers.last);
  board_.Report(kLake, Health::kHealthy);
  LogInfo("flushed ledgers {}: {}", LedgersText(ledgers), FormatCount(rows, "row"));
}

void FlushMonitor::OnWait(const Error& error) {
  board_.Report(kLake, Health::kDegraded, error.message);
  board_.NoteError(error.message);
}

void FlushMonitor::ShowHotBuffer(const FlushReport& report) {
  GaugeOf(MetricId::kHotLedgers).Set(static_cast<double>(report.hot_ledgers));
  board_.SetMetric(kHotBuffer, "ledgers", static_cast<double>(report.hot_ledgers));
  if (!report.whole) {
    board_.Report(kHotBuffer, Health::kDegraded,
                  "PostgreSQL crashed and emptied it; its ingester begins anew");
  } else if (report.hole) {
    const std::string hole = fmt::format(
        "ledgers {} are missing; what is behind them waits until they are in the lake (ingest)",
        LedgersText(*report.hole));
    board_.Report(kHotBuffer, Health::kDegraded, hole);
    LogWarn("the hot buffer: {}", hole);
  } else {
    board_.Report(kHotBuffer, Health::kHealthy, report.written ? "" : "nobody has written to it");
  }
}

void FlushMonitor::OnReport(const FlushReport& report) {
  troubles_ = 0;
  ShowHotBuffer(report);
  board_.SetReady(true);
  if (report.watermark) {
    GaugeOf(MetricId::kFlushWatermark).Set(*report.watermark);
    board_.SetFact("last_watermark", *report.watermark);
  }
  if (report.ledgers == 0) return;
  board_.Report(kLake, Health::kHealthy);
  board_.SetFact("flush_count", ++flushes_);
  const auto now = static_cast<std::time_t>(NowSeconds());
  board_.SetFact("last_flush_time", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now)));
  CounterOf(MetricId::kFlushCount).Add();
  GaugeOf(MetricId::kFlushLastSeconds).Set(static_cast<double>(now));
  HistogramOf(MetricId::kFlushSeconds).Observe(report.seconds);
  HistogramOf(MetricId::kFlushRows).Observe(static_cast<double>(report.rows));
}

void FlushMonitor::ReportTrouble(FlushPart part, const Error& error) {
  CounterOf(MetricId::kFlushFailures).Add();
  const bool lasting = ++troubles_ >= kTroublesUnhealthy;
  board_.Report(NameOf(part), lasting ? Health::kUnhealthy : Health::kDegraded, error.message);
  board_.NoteError(error.message);
}

void FlushMonitor::OnFailure(FlushPart part, const Error& error) {
  ReportTrouble(part, error);
  LogWarn("{}: {}; trying again", part == FlushPart::kLake ? "the lake" : "the hot buffer",
          error.message);
}

void FlushMonitor::OnDeleted(const HotRemoval& removed, double seconds) {
  HistogramOf(MetricId::kFlushDeleteSeconds).Observe(seconds);
  LogInfo("deleted {} of {} from the hot buffer in {}", FormatCount(removed.rows, "row"),
          FormatCount(removed.ledgers, "ledger"),
          FormatDuration(static_cast<std::int64_t>(seconds * 1e6)));
}

void FlushMonitor::OnVacuumed(double seconds) {
  HistogramOf(MetricId::kFlushVacuumSeconds).Observe(seconds);
  LogInfo("vacuumed the hot buffer in {}",
          FormatDuration(static_cast<std::int64_t>(seconds * 1e6)));
}

void FlushMonitor::OnNext(std::int64_t monotonic_micros) {
  board_.SetMoment("next_flush_in", monotonic_micros);
}

void FlushMonitor::OnEnd(const Status& status) {
  board_.SetReady(false);
  if (!status.ok()) board_.NoteError(status.error().message);
}

std::string FlushSentence(const FlushReport& report) {
  if (!report.written) return "nothing to flush: nobody has written to the hot buffer\n";
  if (!report.whole) {
    return "nothing to flush: PostgreSQL crashed and emptied the hot buffer; its ingester begins "
           "anew\n";
  }
  if (report.ledgers == 0) return "nothing to flush\n";
  return fmt::format("flushed {}   {}   {}   {}\n",
                     LedgersText(LedgerSpan{*report.first, *report.watermark}),
                     FormatCount(report.rows, "row"), FormatCount(report.commits, "commit"),
                     FormatDuration(static_cast<std::int64_t>(report.seconds * 1e6)));
}

}  // namespace lake
