#include "app/health_server.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <nlohmann/json.hpp>

#include "base/metrics.h"

namespace lake {
namespace {

constexpr char kLoopback[] = "127.0.0.1";

struct Running {
  HealthBoard board{"stellarlake"};
  std::unique_ptr<HealthServer> server;
  Running() {
    auto started = HealthServer::Start(kLoopback, 0, board);
    EXPECT_TRUE(started.ok());
    server = std::move(started).value();
  }
  httplib::Client client() const { return httplib::Client(kLoopback, server->port()); }
};

TEST(HealthServer, AnswersHealthReadyAndMetrics) {
  Running running;
  httplib::Client client = running.client();
  running.board.Report("source", Health::kHealthy);
  auto health = client.Get("/health");
  ASSERT_TRUE(health);
  EXPECT_EQ(health->status, 200);
  EXPECT_EQ(nlohmann::json::parse(health->body)["status"], "healthy");
  EXPECT_EQ(client.Get("/ready")->status, 503);
  running.board.SetReady(true);
  EXPECT_EQ(client.Get("/ready")->status, 200);
  CounterOf(MetricId::kIngestLedgers).Add(3);
  auto metrics = client.Get("/metrics");
  EXPECT_EQ(metrics->status, 200);
  EXPECT_NE(metrics->body.find("stellarlake_ingest_ledgers_total"), std::string::npos);
  EXPECT_EQ(client.Get("/other")->status, 404);
}

TEST(HealthServer, UnhealthyIsAFailedCheck) {
  Running running;
  running.board.SetReady(true);
  running.board.Report("lake", Health::kUnhealthy, "catalog lost");
  httplib::Client client = running.client();
  EXPECT_EQ(client.Get("/health")->status, 503);
  EXPECT_EQ(client.Get("/ready")->status, 503);
}

TEST(HealthServer, RefusesLargeBodies) {
  Running running;
  httplib::Client client = running.client();
  auto answer = client.Post("/health", std::string(100'000, 'x'), "text/plain");
  EXPECT_TRUE(!answer || answer->status >= 400);
  EXPECT_EQ(client.Get("/health")->status, 200);
}

TEST(HealthServer, APortIsHadByOneOnly) {
  Running running;
  HealthBoard board("second");
  auto second = HealthServer::Start(kLoopback, running.server->port(), board);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, Code::kUnavailable);
}

TEST(HealthServer, StopsAtOnceWithoutRequests) {
  for (int i = 0; i < 20; ++i) Running running;
}

}  // namespace
}  // namespace lake
