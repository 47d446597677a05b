#include "app/ingest_monitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <nlohmann/json.hpp>

#include "app/config.h"
#include "base/metrics.h"
#include "tables/all.h"

namespace lake {
namespace {

using nlohmann::json;

class FakeObserver : public IngestObserver {
 public:
  MOCK_METHOD(void, OnPlan, (std::uint64_t, bool), (override));
  MOCK_METHOD(void, OnResume, (std::uint32_t, std::optional<std::int64_t>), (override));
  MOCK_METHOD(void, OnCheck, (const Status&), (override));
  MOCK_METHOD(void, OnLedger, (const LedgerRows&), (override));
  MOCK_METHOD(void, OnCommit, (const Batch&, const CommitReport&, const IngestTotals&), (override));
  MOCK_METHOD(void, OnQuarantine, (std::uint32_t), (override));
  MOCK_METHOD(void, OnRetry, (const Error&, int, RunPart), (override));
};

class Monitor : public ::testing::Test {
 protected:
  Monitor() {
    Settings settings = DefaultSettings(kIngest);
    settings.environment = "test";
    monitor_ = std::move(IngestMonitor::Start(settings, next_)).value();
  }
  json Board() { return json::parse(monitor_->board().Json()); }
  void Commit(std::uint32_t sequence) {
    TableSet tables = {&kLedgers};
    Batch batch;
    batch.tables = &tables;
    batch.ledgers.push_back(std::make_unique<LedgerRows>(tables));
    batch.ledgers.back()->sequence = sequence;
    IngestTotals totals;
    totals.ledgers = 1;
    totals.commits = 1;
    monitor_->OnCommit(batch, {.rows = 1, .bytes_written = 2, .seconds = 0.5}, totals);
  }

  ::testing::NiceMock<FakeObserver> next_;
  std::unique_ptr<IngestMonitor> monitor_;
};

TEST_F(Monitor, IsReadyWhileItRuns) {
  EXPECT_FALSE(monitor_->board().ready());
  EXPECT_CALL(next_, OnPlan(5, true));
  monitor_->OnPlan(5, true);
  EXPECT_TRUE(monitor_->board().ready());
  monitor_->OnEnd({}, RunPart::kSource);
  EXPECT_FALSE(monitor_->board().ready());
  EXPECT_EQ(Board()["status"], "healthy");
}

TEST_F(Monitor, CountsCommitsAndPassesThemOn) {
  double before = CounterOf(MetricId::kIngestLedgers).value();
  EXPECT_CALL(next_, OnCommit);
  monitor_->OnPlan(5, false);
  Commit(53312000);
  EXPECT_EQ(Board()["last_sequence"], 53312000);
  EXPECT_EQ(Board()["commits"], 1);
  EXPECT_EQ(CounterOf(MetricId::kIngestLedgers).value(), before + 1);
  EXPECT_EQ(GaugeOf(MetricId::kIngestLastLedger).value(), 53312000);
}

TEST_F(Monitor, KnowsTheLastLedgerOfTheLakeBeforeItsFirstCommit) {
  EXPECT_CALL(next_, OnResume(53312000, std::optional<std::int64_t>(1725053757)));
  monitor_->OnPlan(0, true);
  monitor_->OnResume(53312000, 1725053757);
  EXPECT_EQ(Board()["last_sequence"], 53312000);
  EXPECT_EQ(GaugeOf(MetricId::kIngestLastLedger).value(), 53312000);
  EXPECT_EQ(GaugeOf(MetricId::kIngestLastCloseSeconds).value(), 1725053757);
}

TEST_F(Monitor, ALakeThatIsGoneWhileNothingComesIsUnhealthyUntilItIsBack) {
  monitor_->OnPlan(0, true);
  monitor_->OnCheck(Error{Code::kUnavailable, "no catalog"});
  EXPECT_EQ(Board()["status"], "unhealthy");
  EXPECT_EQ(Board()["components"]["lake"]["detail"], "no catalog");
  EXPECT_FALSE(monitor_->board().ready());
  monitor_->OnCheck({});
  EXPECT_EQ(Board()["status"], "healthy");
  EXPECT_TRUE(monitor_->board().ready());
}

TEST_F(Monitor, EveryLedgerIsALookAtItsSource) {
  monitor_->OnPlan(0, true);
  monitor_->board().Report("data_source", Health::kDegraded, "quiet");
  const TableSet tables = {&kLedgers};
  monitor_->OnLedger(LedgerRows(tables));
  EXPECT_EQ(Board()["components"]["data_source"]["status"], "healthy");
}

TEST_F(Monitor, CountsLedgersThatAreKeptAside) {
  const double before = CounterOf(MetricId::kIngestQuarantined).value();
  EXPECT_CALL(next_, OnQuarantine(7));
  monitor_->OnQuarantine(7);
  EXPECT_EQ(CounterOf(MetricId::kIngestQuarantined).value(), before + 1);
}

TEST_F(Monitor, ARetryDegradesUntilTheNextCommit) {
  EXPECT_CALL(next_, OnRetry);
  monitor_->OnPlan(5, false);
  monitor_->OnRetry({Code::kUnavailable, "catalog gone, password=hunter2"}, 1, RunPart::kStore);
  EXPECT_EQ(Board()["status"], "degraded");
  EXPECT_EQ(Board()["retries"], 1);
  EXPECT_EQ(Board().dump().find("hunter2"), std::string::npos);
  Commit(7);
  EXPECT_EQ(Board()["status"], "healthy");
}

TEST_F(Monitor, ALakeThatKeepsWaitingIsUnhealthyUntilTheNextCommit) {
  monitor_->OnPlan(5, false);
  const Error error{Code::kUnavailable, "catalog gone"};
  monitor_->OnWait(error);
  EXPECT_EQ(Board()["components"]["lake"]["status"], "degraded");
  for (int i = 0; i < 4; ++i) monitor_->OnWait(error);
  EXPECT_EQ(Board()["components"]["lake"]["status"], "unhealthy");
  EXPECT_EQ(Board()["last_error"]["message"], "catalog gone");
  EXPECT_EQ(Board()["retries"], 5);
  Commit(8);
  EXPECT_EQ(Board()["status"], "healthy");
}

TEST_F(Monitor, SpeaksTheWordsOfTheSpecifications) {
  monitor_->OnPlan(5, false);
  LedgerRows rows({&kLedgers});
  rows.sequence = 9;
  monitor_->OnLedger(rows);
  Commit(9);
  EXPECT_FALSE(Board().contains("flush_count"));
  EXPECT_EQ(Board()["components"]["data_source"]["metrics"]["ledgers_received"], 1);
  EXPECT_TRUE(Board()["components"]["data_source"]["metrics"].contains("ingest_rate"));
  EXPECT_EQ(MetricsText().find("\nflusher_"), std::string::npos);
}

TEST_F(Monitor, ShowsHowLateALedgerIs) {
  const auto count = [] {
    const std::string text = MetricsText();
    const std::string name = "\nstellarlake_ingest_close_to_commit_seconds_count ";
    return std::stoi(text.substr(text.find(name) + name.size()));
  };
  monitor_->OnPlan(5, true);
  const int before = count();
  Commit(10);
  EXPECT_EQ(count(), before + 1);
}

TEST_F(Monitor, AFailedRunIsUnhealthyAndAStoppedOneIsNot) {
  monitor_->OnPlan(5, false);
  const auto failed = [] { return CounterOf(MetricId::kIngestCommits, {"failed"}).value(); };
  const double before = failed();
  monitor_->OnEnd({Code::kCancelled, "stopped"}, RunPart::kStore);
  EXPECT_EQ(Board()["status"], "healthy");
  monitor_->OnEnd({Code::kDataLoss, "ledger 7: hash"}, RunPart::kSource);
  EXPECT_EQ(Board()["components"]["data_source"]["status"], "unhealthy");
  EXPECT_EQ(Board()["components"]["lake"]["status"], "healthy");
  EXPECT_EQ(Board()["last_error"]["message"], "ledger 7: hash");
  EXPECT_EQ(failed(), before);
}

// The code does not tell: a server of ledgers and one of the catalog can both be away.
TEST_F(Monitor, BlamesThePartThatFailed) {
  monitor_->OnPlan(5, true);
  monitor_->OnRetry({Code::kUnavailable, "no answer"}, 1, RunPart::kSource);
  EXPECT_EQ(Board()["components"]["data_source"]["status"], "degraded");
  EXPECT_EQ(Board()["components"]["lake"]["status"], "healthy");
  monitor_->OnEnd({Code::kUnavailable, "catalog gone"}, RunPart::kStore);
  EXPECT_EQ(Board()["components"]["lake"]["status"], "unhealthy");
  EXPECT_EQ(Board()["components"]["lake"]["detail"], "catalog gone");
}

TEST_F(Monitor, ServesOnlyWhenAPortIsSet) {
  EXPECT_EQ(monitor_->port(), 0);
  HealthBoard board("other");
  int port = (*HealthServer::Start("127.0.0.1", 0, board))->port();  // free again at once
  Settings settings = DefaultSettings(kIngest);
  settings.health_port = static_cast<std::uint32_t>(port);
  auto served = IngestMonitor::Start(settings, next_);
  ASSERT_TRUE(served.ok());
  EXPECT_EQ(httplib::Client("127.0.0.1", port).Get("/health")->status, 200);
  EXPECT_FALSE(IngestMonitor::Start(settings, next_).ok());
}

}  // namespace
}  // namespace lake
