#include "base/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

namespace lake {
namespace {

using ::testing::HasSubstr;

TEST(Metrics, TheSameLabelsGiveTheSameCounter) {
  Counter& counter = CounterOf(MetricId::kIngestRows, {"ledgers"});
  EXPECT_EQ(&counter, &CounterOf(MetricId::kIngestRows, {"ledgers"}));
  EXPECT_NE(&counter, &CounterOf(MetricId::kIngestRows, {"effects"}));
}

TEST(Metrics, TheTextShowsEveryValueWithItsLabels) {
  CounterOf(MetricId::kQualityFailures, {"a_check", "error"}).Add(3);
  GaugeOf(MetricId::kIngestLastLedger).Set(59912400);
  const std::string text = MetricsText();
  EXPECT_THAT(text, HasSubstr("# HELP stellarlake_quality_failures_total Quality checks"));
  EXPECT_THAT(text, HasSubstr("# TYPE stellarlake_quality_failures_total counter"));
  EXPECT_THAT(
      text,
      HasSubstr("stellarlake_quality_failures_total{check=\"a_check\",severity=\"error\"} 3"));
  EXPECT_THAT(text, HasSubstr("stellarlake_ingest_last_ledger 59912400"));
}

TEST(Metrics, AHistogramCountsIntoTheDeclaredBuckets) {
  Histogram& histogram = HistogramOf(MetricId::kIngestCommitSeconds);
  histogram.Observe(0.02);
  histogram.Observe(1000);
  const std::string text = MetricsText();
  EXPECT_THAT(text, HasSubstr("stellarlake_ingest_commit_seconds_bucket{le=\"0.03\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("stellarlake_ingest_commit_seconds_bucket{le=\"80\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("stellarlake_ingest_commit_seconds_bucket{le=\"+Inf\"} 2\n"));
}

TEST(Metrics, TheTextTellsWhatTheProcessCosts) {
  MetricsText();
  EXPECT_GT(CounterOf(MetricId::kProcessCpuSeconds).value(), 0);
  EXPECT_GT(GaugeOf(MetricId::kProcessResidentBytes).value(), 1 << 20);
}

TEST(Metrics, CountsOfManyThreadsAddUp) {
  Counter& counter = CounterOf(MetricId::kSourceBytes, {"threads"});
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 1000; ++i) {
          counter.Add();
          CounterOf(MetricId::kSourceObjects, {"threads"}).Add();
        }
      });
    }
  }
  EXPECT_EQ(counter.value(), 4000);
  EXPECT_EQ(CounterOf(MetricId::kSourceObjects, {"threads"}).value(), 4000);
}

TEST(MetricsDeathTest, AMetricMustBeUsedAsDeclared) {
  EXPECT_DEATH(CounterOf(MetricId::kIngestLastLedger), "CHECK failed");
  EXPECT_DEATH(CounterOf(MetricId::kIngestRows), "CHECK failed");
  EXPECT_DEATH(CounterOf(MetricId::kIngestLedgers, {"x"}), "CHECK failed");
}

TEST(MetricsList, FollowsTheNamingRulesOfPrometheus) {
  std::set<std::string_view> names;
  for (const MetricSpec& spec : kMetrics) {
    EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
    EXPECT_EQ(spec.name.ends_with("_total"), spec.type == MetricType::kCounter) << spec.name;
    EXPECT_TRUE(spec.help.ends_with('.')) << spec.name;
    const bool has_buckets = spec.buckets.front() != 0;
    EXPECT_EQ(has_buckets, spec.type == MetricType::kHistogram) << spec.name;
  }
}

TEST(MetricsList, TheDocumentationHasOneLineForEachMetric) {
  const std::string text = MetricsMarkdown();
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  EXPECT_EQ(lines, kMetrics.size() + 2);
  EXPECT_THAT(text, HasSubstr("| `stellarlake_quality_failures_total` | counter | checks | check, "
                              "severity | Quality checks that did not pass. |\n"));
}

}  // namespace
}  // namespace lake
