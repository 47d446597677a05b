#include "base/metrics.h"

#include <fmt/core.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <mutex>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/version.h"

namespace lake {
namespace {

// When the program was loaded, near enough to when it was started.
const double kStartSeconds = static_cast<double>(SystemClock().Now()) / 1e6;

const MetricSpec& SpecOf(MetricId id) {
  const auto index = static_cast<std::size_t>(id);
  CHECK(index < kMetrics.size());
  return kMetrics[index];
}

std::vector<double> BucketsOf(const MetricSpec& spec) {
  std::vector<double> buckets;
  for (double bound : spec.buckets) {
    if (buckets.empty() || bound > buckets.back()) buckets.push_back(bound);
  }
  return buckets;
}

// All metrics of the process. Nodes of a map do not move, so references to them stay good.
class Metrics {
 public:
  using Labels = std::initializer_list<std::string_view>;

  Counter& CounterFor(MetricId id, Labels values) {
    return Find(counters_, id, MetricType::kCounter, values, [&](const MetricSpec& spec) {
      return &Family(prometheus::BuildCounter(), spec).Add(Named(spec, values));
    });
  }
  Gauge& GaugeFor(MetricId id, Labels values) {
    return Find(gauges_, id, MetricType::kGauge, values, [&](const MetricSpec& spec) {
      return &Family(prometheus::BuildGauge(), spec).Add(Named(spec, values));
    });
  }
  Histogram& HistogramFor(MetricId id, Labels values) {
    return Find(histograms_, id, MetricType::kHistogram, values, [&](const MetricSpec& spec) {
      return &Family(prometheus::BuildHistogram(), spec).Add(Named(spec, values), BucketsOf(spec));
    });
  }
  std::string Text() const { return prometheus::TextSerializer().Serialize(registry_.Collect()); }

 private:
  using Key = std::pair<MetricId, std::vector<std::string>>;

  template <class T>
  prometheus::Family<T>& Family(prometheus::detail::Builder<T> builder, const MetricSpec& spec) {
    return builder.Name(std::string(spec.name)).Help(std::string(spec.help)).Register(registry_);
  }

  static prometheus::Labels Named(const MetricSpec& spec, Labels values) {
    prometheus::Labels labels;
    std::size_t i = 0;
    for (std::string_view value : values) labels.emplace(spec.labels[i++], value);
    return labels;
  }

  template <class Map, class Make>
  typename Map::mapped_type& Find(Map& map, MetricId id, MetricType type, Labels values,
                                  Make make) {
    const MetricSpec& spec = SpecOf(id);
    CHECK(spec.type == type);
    CHECK(values.size() <= kMetricLabelsMax);
    CHECK(values.size() == kMetricLabelsMax || spec.labels[values.size()].empty());
    CHECK(values.size() == 0 || !spec.labels[values.size() - 1].empty());
    Key key(id, std::vector<std::string>(values.begin(), values.end()));
    std::lock_guard lock(mutex_);
    auto found = map.find(key);
    if (found == map.end()) found = map.try_emplace(std::move(key), *make(spec)).first;
    return found->second;
  }

  std::mutex mutex_;
  prometheus::Registry registry_{prometheus::Registry::InsertBehavior::Merge};
  std::map<Key, Counter> counters_;
  std::map<Key, Gauge> gauges_;
  std::map<Key, Histogram> histograms_;
};

Metrics& AllMetrics() {
  // Never destroyed: threads may count while the process ends.
  static auto* const metrics = new Metrics;
  return *metrics;
}

double ProcessCpuSeconds() {
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double ResidentBytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  unsigned long pages = 0;
  const int fields = std::fscanf(file, "%*u %lu", &pages);
  std::fclose(file);
  return fields == 1 ? static_cast<double>(pages) * static_cast<double>(::sysconf(_SC_PAGESIZE))
                     : 0;
}

double OpenFiles() {
  std::error_code error;
  std::filesystem::directory_iterator files("/proc/self/fd", error);
  double count = 0;
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) ++count;
  return count;
}

void UpdateProcessMetrics() {
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  Counter& cpu = CounterOf(MetricId::kProcessCpuSeconds);
  cpu.Add(ProcessCpuSeconds() - cpu.value());
  GaugeOf(MetricId::kProcessResidentBytes).Set(ResidentBytes());
  GaugeOf(MetricId::kProcessStartSeconds).Set(kStartSeconds);
  GaugeOf(MetricId::kProcessOpenFiles).Set(OpenFiles());
  GaugeOf(MetricId::kBuildInfo, {Version()}).Set(1);
}

std::string_view TypeName(MetricType type) {
  switch (type) {
    case MetricType::kCounter:
      return "counter";
    case MetricType::kGauge:
      return "gauge";
    case MetricType::kHistogram:
      return "histogram";
  }
  return "";
}

}  // namespace

void Counter::Add(double amount) { counter_.Increment(amount); }
double Counter::value() const { return counter_.Value(); }
void Gauge::Set(double value) { gauge_.Set(value); }
void Gauge::Add(double amount) { gauge_.Increment(amount); }
double Gauge::value() const { return gauge_.Value(); }
void Histogram::Observe(double value) { histogram_.Observe(value); }

Counter& CounterOf(MetricId id, std::initializer_list<std::string_view> label_values) {
  return AllMetrics().CounterFor(id, label_values);
}
Gauge& GaugeOf(MetricId id, std::initializer_list<std::string_view> label_values) {
  return AllMetrics().GaugeFor(id, label_values);
}
Histogram& HistogramOf(MetricId id, std::initializer_list<std::string_view> label_values) {
  return AllMetrics().HistogramFor(id, label_values);
}

std::string MetricsText() {
  UpdateProcessMetrics();
  return AllMetrics().Text();
}

std::string MetricsMarkdown() {
  std::string text = "| metric | type | unit | labels | meaning |\n|---|---|---|---|---|\n";
  for (const MetricSpec& spec : kMetrics) {
    std::string labels;
    for (std::string_view label : spec.labels) {
      if (label.empty()) continue;
      if (!labels.empty()) labels += ", ";
      labels += label;
    }
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", spec.name, TypeName(spec.type), spec.unit,
                        labels, spec.help);
  }
  return text;
}

}  // namespace lake
