#include "base/health.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/metrics.h"
#include "base/version.h"
#include "support/fake_clock.h"

namespace lake {
namespace {

using nlohmann::json;

TEST(HealthBoard, IsAsWellAsItsWorstPart) {
  HealthBoard board("stellarlake");
  EXPECT_EQ(board.health(), Health::kHealthy);
  board.Report("source", Health::kHealthy);
  board.Report("lake", Health::kDegraded, "retrying");
  EXPECT_EQ(board.health(), Health::kDegraded);
  board.Report("source", Health::kUnhealthy);
  EXPECT_EQ(board.health(), Health::kUnhealthy);
  board.Report("source", Health::kHealthy);
  board.Report("lake", Health::kHealthy);
  EXPECT_EQ(board.health(), Health::kHealthy);
}

TEST(HealthBoard, IsReadyOnlyWhenToldAndNotUnhealthy) {
  HealthBoard board("stellarlake");
  EXPECT_FALSE(board.ready());
  board.SetReady(true);
  EXPECT_TRUE(board.ready());
  board.Report("source", Health::kDegraded);
  EXPECT_TRUE(board.ready());
  board.Report("source", Health::kUnhealthy);
  EXPECT_FALSE(board.ready());
}

TEST(HealthBoard, TellsHowLongItIsUntilAMoment) {
  testing::FakeClock clock;
  HealthBoard board("stellarlake", "", &clock);
  board.SetMoment("next_flush_in", clock.MonotonicMicros() + 600'000'000);
  EXPECT_EQ(json::parse(board.Json())["next_flush_in"], "10m0s");
  clock.Advance(105'000'000);
  EXPECT_EQ(json::parse(board.Json())["next_flush_in"], "8m15s");
  clock.Advance(3'600'000'000);
  EXPECT_EQ(json::parse(board.Json())["next_flush_in"], "0s");
}

TEST(HealthBoard, TellsAllOfItAsJson) {
  testing::FakeClock clock(1'725'193'805'000'000);  // 2024-09-01T12:30:05Z
  HealthBoard board("st\"ar", "production", &clock);
  board.Report("source", Health::kDegraded, "grpc://u:hunter2@host is slow");
  clock.Advance(65'900'000);
  board.Report("source", Health::kDegraded, "still");
  board.NoteError("password=hunter2 refused");
  board.SetFact("last_sequence", 53'312'000);
  board.SetFact("network", "pubnet");
  board.SetMetric("source", "ingest_rate", 10.5);
  std::string text = board.Json();
  EXPECT_EQ(text.find("hunter2"), std::string::npos);
  json answer = json::parse(text);
  EXPECT_EQ(answer["status"], "degraded");
  EXPECT_EQ(answer["service"], "st\"ar");
  EXPECT_EQ(answer["environment"], "production");
  EXPECT_EQ(answer["version"], Version());
  EXPECT_EQ(answer["uptime_seconds"], 65);
  EXPECT_EQ(answer["uptime"], "1m5s");
  EXPECT_EQ(answer["ready"], false);
  EXPECT_EQ(answer["components"]["source"]["status"], "degraded");
  EXPECT_EQ(answer["components"]["source"]["detail"], "still");
  EXPECT_EQ(answer["components"]["source"]["since"], "2024-09-01T12:30:05Z");
  EXPECT_EQ(answer["components"]["source"]["name"], "source");
  EXPECT_EQ(answer["components"]["source"]["healthy"], false);
  EXPECT_EQ(answer["components"]["source"]["last_check"], "2024-09-01T12:31:10Z");
  EXPECT_EQ(answer["components"]["source"]["metrics"]["ingest_rate"], 10.5);
  EXPECT_EQ(answer["last_error"]["at"], "2024-09-01T12:31:10Z");
  EXPECT_EQ(answer["last_sequence"], 53'312'000);
  EXPECT_EQ(answer["network"], "pubnet");
}

TEST(HealthBoard, IsAMetricToo) {
  HealthBoard board("stellarlake");
  board.Report("a part", Health::kUnhealthy);
  EXPECT_EQ(GaugeOf(MetricId::kHealthState, {"a part"}).value(), 2);
}

TEST(HealthBoard, WritesTheUptimeAsTheSpecificationDoes) {
  testing::FakeClock clock;
  HealthBoard board("stellarlake", "", &clock);
  const auto uptime = [&] { return json::parse(board.Json())["uptime"]; };
  EXPECT_EQ(uptime(), "0s");
  clock.Advance(std::int64_t{3'605} * 1'000'000);
  EXPECT_EQ(uptime(), "1h0m5s");
}

}  // namespace
}  // namespace lake
