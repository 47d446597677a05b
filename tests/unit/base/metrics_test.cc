#include "base/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/stage_timer.h"
#include "base/version.h"
#include "support/places.h"
#include "support/tidy_text.h"

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
  EXPECT_GE(GaugeOf(MetricId::kProcessOpenFiles).value(), 3);
  const double started = GaugeOf(MetricId::kProcessStartSeconds).value();
  const double now = static_cast<double>(SystemClock().Now()) / 1e6;
  EXPECT_LE(started, now);
  EXPECT_GT(started, now - 86'400);
  EXPECT_EQ(GaugeOf(MetricId::kBuildInfo, {Version()}).value(), 1);
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
    // Names that a specification gives are kept as they are.
    if (!spec.name.starts_with("flusher_")) {
      EXPECT_EQ(spec.name.ends_with("_total"), spec.type == MetricType::kCounter) << spec.name;
    }
    EXPECT_TRUE(spec.help.ends_with('.')) << spec.name;
    const bool has_buckets = spec.buckets.front() != 0;
    EXPECT_EQ(has_buckets, spec.type == MetricType::kHistogram) << spec.name;
  }
}

// A metric that nobody feeds is a promise on a dashboard that is never kept.
TEST(MetricsList, EveryMetricIsFed) {
  const auto tree = testing::ReadSourceTree(testing::SourcePath(), {"src"});
  ASSERT_TRUE(tree.ok());
  std::string list;
  std::string uses;
  for (const testing::SourceFile& file : *tree) {
    const bool is_list = file.path.starts_with("src/base/metrics_list.");
    for (const std::string& line : file.code) (is_list ? list : uses) += line + "\n";
  }
  const std::regex id("MetricId::(k\\w+)");
  std::set<std::string> found;
  for (std::sregex_iterator it(list.begin(), list.end(), id), end; it != end; ++it) {
    const std::string name = (*it)[1];
    const std::regex spec("MetricSpec\\{\\s*MetricId::" + name + ",");
    if (!std::regex_search(list, spec)) continue;
    found.insert(name);
    EXPECT_TRUE(std::regex_search(uses, std::regex("MetricId::" + name + "\\b"))) << name;
  }
  EXPECT_EQ(found.size(), kMetrics.size());
}

TEST(StageTimer, CountsEachStageUnderItsName) {
  ShowStages();
  { const StageTimer timer(Stage::kCommit); }
  EXPECT_THAT(MetricsText(),
              HasSubstr("stellarlake_ingest_stage_seconds_count{stage=\"commit\"} 1"));
  EXPECT_THAT(MetricsText(), HasSubstr("stellarlake_ingest_stage_seconds_count{stage=\"read\"} 0"));
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
