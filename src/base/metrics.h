// Counters, gauges and histograms of this process, declared in metrics_list.h, kept by
// prometheus-cpp.
//
// The first use of a metric with given label values makes it; the reference stays valid for the
// life of the process, so hot code looks a metric up once and keeps it. Label values come from
// small sets known to the program, never from ledger content. Thread-safe.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/metrics_list.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace lake {

class Counter {
 public:
  explicit Counter(prometheus::Counter& counter) : counter_(counter) {}
  void Add(double amount = 1);  // not negative
  double value() const;

 private:
  prometheus::Counter& counter_;
};

class Gauge {
 public:
  explicit Gauge(prometheus::Gauge& gauge) : gauge_(gauge) {}
  void Set(double value);
  void Add(double amount);
  double value() const;

 private:
  prometheus::Gauge& gauge_;
};

class Histogram {
 public:
  explicit Histogram(prometheus::Histogram& histogram) : histogram_(histogram) {}
  void Observe(double value);

 private:
  prometheus::Histogram& histogram_;
};

// Require: the metric is of that type, and one value for each label of its declaration.
Counter& CounterOf(MetricId id, std::initializer_list<std::string_view> label_values = {});
Gauge& GaugeOf(MetricId id, std::initializer_list<std::string_view> label_values = {});
Histogram& HistogramOf(MetricId id, std::initializer_list<std::string_view> label_values = {});

// What GET /metrics answers (text exposition format 0.0.4), process metrics included.
std::string MetricsText();
// The documentation of all metrics as a Markdown table.
std::string MetricsMarkdown();

}  // namespace lake
