#include "contracts/flight_metrics.h"

#include "base/metrics.h"

namespace lake {
namespace {

// Found once: they live as long as the process.
struct FlightMetrics {
  Gauge& clients = GaugeOf(MetricId::kContractsFlightClients);
  Counter& batches = CounterOf(MetricId::kContractsFlightBatches);
  Counter& rows = CounterOf(MetricId::kContractsFlightRows);
  Histogram& seconds = HistogramOf(MetricId::kContractsFlightSendSeconds);
};

FlightMetrics& Metrics() {
  static FlightMetrics metrics;
  return metrics;
}

}  // namespace

void CountClient(int change) { Metrics().clients.Add(change); }

void CountBatch(std::int64_t rows) {
  Metrics().batches.Add();
  Metrics().rows.Add(static_cast<double>(rows));
}

void CountSendTime(std::int64_t micros) {
  Metrics().seconds.Observe(static_cast<double>(micros) * 1e-6);
}

void ShowFlightMetrics() { Metrics(); }

}  // namespace lake
