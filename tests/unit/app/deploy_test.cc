// The dashboard and the alerts of deploy/ ask only for metrics and labels that the program has, in
// the form that its metrics have.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/config.h"
#include "app/exit_status.h"
#include "base/metrics_list.h"
#include "support/places.h"
#include "support/promql.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using nlohmann::json;
using testing::PromUse;

const std::string kDeploy = testing::SourcePath("deploy/");

// What Prometheus itself adds to every series.
const std::set<std::string> kTargetLabels = {"job", "instance"};

const MetricSpec* FindMetric(std::string_view name) {
  const auto found = std::ranges::find(kMetrics, name, &MetricSpec::name);
  return found == kMetrics.end() ? nullptr : &*found;
}

std::set<std::string> LabelsOf(const MetricSpec& spec) {
  std::set<std::string> labels = kTargetLabels;
  for (const std::string_view label : spec.labels) {
    if (!label.empty()) labels.emplace(label);
  }
  if (spec.type == MetricType::kHistogram) labels.insert("le");
  return labels;
}

// The metric behind the name of a series: a histogram has no series of its own name.
const MetricSpec* FindSeries(std::string series) {
  const MetricSpec* plain = FindMetric(series);
  if (plain != nullptr) return plain->type == MetricType::kHistogram ? nullptr : plain;
  for (const char* ending : {"_bucket", "_sum", "_count"}) {
    if (!series.ends_with(ending)) continue;
    const MetricSpec* spec = FindMetric(series.substr(0, series.size() - std::strlen(ending)));
    if (spec != nullptr && spec->type == MetricType::kHistogram) return spec;
  }
  return nullptr;
}

// What is wrong with an expression; "" = nothing.
std::string Faults(const std::string& expression) {
  std::string faults;
  std::set<std::string> labels;
  for (const PromUse& use : testing::PromUses(expression)) {
    if (use.metric == "up") {
      labels.insert(kTargetLabels.begin(), kTargetLabels.end());
      continue;
    }
    const MetricSpec* spec = FindSeries(use.metric);
    if (spec == nullptr) {
      faults += fmt::format("no such series: {}; ", use.metric);
      continue;
    }
    const std::set<std::string> known = LabelsOf(*spec);
    labels.insert(known.begin(), known.end());
    for (const std::string& label : use.labels) {
      if (!known.contains(label)) faults += fmt::format("{} has no label {}; ", use.metric, label);
    }
    const bool counts = spec->type == MetricType::kCounter || use.metric != spec->name;
    if (counts && !use.over_time) faults += fmt::format("{} without a rate; ", use.metric);
  }
  for (const std::string& label : testing::PromGroupings(expression)) {
    if (!labels.contains(label)) faults += fmt::format("nothing has label {}; ", label);
  }
  return faults;
}

TEST(DeployExpressions, AreJudgedByTheListOfMetrics) {
  EXPECT_EQ(Faults("sum by (table) (rate(stellarlake_ingest_rows_total{job=~\"$job\"}[5m]))"), "");
  EXPECT_EQ(Faults("histogram_quantile(0.9, sum by (le, stage) "
                   "(rate(stellarlake_ingest_stage_seconds_bucket[$__rate_interval])))"),
            "");
  EXPECT_EQ(Faults("time() - stellarlake_ingest_last_commit_timestamp_seconds > 6e2"), "");
  EXPECT_NE(Faults("rate(stellarlake_rows_total[5m])"), "");
  EXPECT_NE(Faults("rate(stellarlake_ingest_stage_seconds[5m])"), "");
  EXPECT_NE(Faults("rate(stellarlake_ingest_rows_total_sum[5m])"), "");
  EXPECT_NE(Faults("rate(stellarlake_ingest_rows_total{source=\"x\"}[5m])"), "");
  EXPECT_NE(Faults("sum by (check) (rate(stellarlake_ingest_rows_total[5m]))"), "");
  EXPECT_NE(Faults("stellarlake_ingest_rows_total > 5"), "");
}

const json& Dashboard() {
  static const auto* dashboard =
      new json(json::parse(testing::ReadFile(std::string(kDeploy) + "grafana/stellarlake.json")));
  return *dashboard;
}

TEST(Dashboard, AsksOnlyForWhatThereIs) {
  std::size_t asked = 0;
  for (const json& panel : Dashboard()["panels"]) {
    for (const json& target : panel.value("targets", json::array())) {
      const std::string expression = target["expr"];
      EXPECT_EQ(Faults(expression), "") << panel["title"] << ": " << expression;
      EXPECT_NE(expression.find("$instance"), std::string::npos) << expression;
      ++asked;
    }
  }
  for (const json& annotation : Dashboard()["annotations"]["list"]) {
    EXPECT_EQ(Faults(annotation["expr"]), "") << annotation["name"];
  }
  EXPECT_GT(asked, 40u);
}

TEST(Dashboard, HasItsPartsAndSaysWhatTheyMean) {
  std::set<std::string> rows;
  std::set<int> ids;
  for (const json& panel : Dashboard()["panels"]) {
    EXPECT_TRUE(ids.insert(panel["id"].get<int>()).second) << panel["id"];
    EXPECT_LE(panel["gridPos"]["x"].get<int>() + panel["gridPos"]["w"].get<int>(), 24);
    if (panel["type"] == "row") {
      rows.insert(panel["title"]);
    } else {
      EXPECT_FALSE(panel["description"].get<std::string>().empty()) << panel["title"];
      EXPECT_FALSE(panel["fieldConfig"]["defaults"]["unit"].get<std::string>().empty());
    }
  }
  for (const char* row : {"Throughput", "Lag and latency", "Sources, circuit breaker, failover",
                          "Queues", "Quality", "Errors", "Process"}) {
    EXPECT_TRUE(rows.contains(row)) << row;
  }
}

// A metric that no panel shows is one that nobody looks at.
TEST(Dashboard, ShowsEveryMetric) {
  std::string text;
  for (const json& panel : Dashboard()["panels"]) {
    for (const json& target : panel.value("targets", json::array())) {
      text += target["expr"].get<std::string>() + "\n";
    }
  }
  const std::set<std::string_view> by_another_name = {
      "stellarlake_ingest_last_ledger_close_timestamp_seconds",  // the lag in seconds
      "stellarlake_ingest_last_commit_timestamp_seconds",        // an alert
  };
  for (const MetricSpec& spec : kMetrics) {
    if (spec.name.starts_with("flusher_") || by_another_name.contains(spec.name)) continue;
    EXPECT_NE(text.find(spec.name), std::string::npos) << spec.name;
  }
}

TEST(Alerts, AskOnlyForWhatThereIsAndSayWhatToDo) {
  const YAML::Node file = YAML::LoadFile(std::string(kDeploy) + "prometheus/alerts.yml");
  std::set<std::string> names;
  for (const YAML::Node& group : file["groups"]) {
    ASSERT_TRUE(group["name"]);
    for (const YAML::Node& rule : group["rules"]) {
      const auto name = rule["alert"].as<std::string>();
      EXPECT_TRUE(names.insert(name).second) << name;
      EXPECT_EQ(Faults(rule["expr"].as<std::string>()), "") << name;
      const auto severity = rule["labels"]["severity"].as<std::string>("");
      EXPECT_TRUE(severity == "warning" || severity == "critical") << name;
      for (const char* text : {"summary", "description", "runbook"}) {
        EXPECT_GT(rule["annotations"][text].as<std::string>("").size(), 10u) << name << text;
      }
    }
  }
  for (const char* name : {"StellarlakeLag", "StellarlakeNoCommits", "StellarlakeQualityFailures",
                           "StellarlakeBreakerOpen", "StellarlakeFailoverActive",
                           "StellarlakeErrors", "StellarlakeMemory"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

// Every alert is explained where people look for it.
TEST(Alerts, StandInTheReadme) {
  const std::string readme = testing::ReadFile(std::string(kDeploy) + "README.md");
  const YAML::Node file = YAML::LoadFile(std::string(kDeploy) + "prometheus/alerts.yml");
  for (const YAML::Node& group : file["groups"]) {
    for (const YAML::Node& rule : group["rules"]) {
      const auto name = rule["alert"].as<std::string>();
      EXPECT_NE(readme.find(name), std::string::npos) << name;
    }
  }
}

// A wrong setting stays wrong: what ends with its status is not started again.
TEST(Units, AreNotRestartedWhenASettingIsWrong) {
  for (const char* unit : {"stellarlake-ingest.service", "stellarlake-serve-ledgers.service",
                           "stellarlake-hot-ingest.service", "stellarlake-flush.service"}) {
    const std::string text = testing::ReadFile(std::string(kDeploy) + "systemd/" + unit);
    const std::string key = "\nRestartPreventExitStatus=";
    const std::size_t at = text.find(key);
    ASSERT_NE(at, std::string::npos) << unit;
    const std::size_t begin = at + key.size();
    EXPECT_EQ(text.substr(begin, text.find('\n', begin) - begin),
              std::to_string(ExitStatusAfter({Code::kInvalidArgument, ""}, 0)))
        << unit;
  }
}

TEST(ExampleConfigurations, AreUnderstood) {
  const auto variable = [](std::string_view) { return std::optional<std::string>("value"); };
  for (const auto& [file, command] :
       {std::pair("ingest.yaml", kIngest), std::pair("serve-ledgers.yaml", kServe),
        std::pair("hot-ingest.yaml", kHotIngest), std::pair("flush.yaml", kFlush)}) {
    Settings settings = DefaultSettings(command);
    std::vector<std::string> notes;
    const Status applied = ApplyYaml(testing::ReadFile(std::string(kDeploy) + "systemd/" + file),
                                     file, variable, settings, notes);
    EXPECT_TRUE(applied.ok()) << applied.error().message;
    EXPECT_TRUE(notes.empty());
    EXPECT_NE(settings.health_port, 0u) << file;
  }
}

}  // namespace
}  // namespace lake
