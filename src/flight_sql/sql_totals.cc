#include "flight_sql/sql_totals.h"

#include "base/metrics.h"

namespace lake {
namespace {

// Found once: they live as long as the process.
struct SqlMetrics {
  Gauge& active = GaugeOf(MetricId::kFlightSqlActive);
  Counter& batches = CounterOf(MetricId::kFlightSqlBatches);
  Counter& bytes = CounterOf(MetricId::kFlightSqlBytes);
  Counter& workers = CounterOf(MetricId::kFlightSqlWorkers);
};

SqlMetrics& Metrics() {
  static SqlMetrics metrics;
  return metrics;
}

constexpr std::string_view kQuestions[] = {"describe", "run"};
constexpr std::string_view kOutcomes[] = {"done", "failed", "left"};  // as SqlOutcome

Counter& Ended(std::string_view question, std::size_t outcome) {
  return CounterOf(MetricId::kFlightSqlStatements, {question, kOutcomes[outcome]});
}

}  // namespace

SqlTotals::SqlTotals() {
  Metrics();
  for (const std::string_view question : kQuestions) {
    HistogramOf(MetricId::kFlightSqlSeconds, {question});
    for (std::size_t outcome = 0; outcome < std::size(kOutcomes); ++outcome) {
      Ended(question, outcome);
    }
  }
}

void SqlTotals::CountBegin() {
  ++statements_;
  Metrics().active.Add(1);
}

void SqlTotals::CountEnd(std::string_view question, SqlOutcome outcome, std::int64_t micros) {
  if (outcome == SqlOutcome::kFailed) ++failures_;
  Metrics().active.Add(-1);
  Ended(question, static_cast<std::size_t>(outcome)).Add();
  HistogramOf(MetricId::kFlightSqlSeconds, {question}).Observe(static_cast<double>(micros) * 1e-6);
}

void SqlTotals::CountBatch(std::uint64_t bytes) {
  ++batches_;
  bytes_ += bytes;
  Metrics().batches.Add();
  Metrics().bytes.Add(static_cast<double>(bytes));
}

void SqlTotals::CountWorker() { Metrics().workers.Add(); }

}  // namespace lake
