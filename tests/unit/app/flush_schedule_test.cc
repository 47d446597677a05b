// When a flusher works, with a clock of the test's own and work that is only counted.
#include "app/flush_schedule.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "app/config.h"
#include "base/metrics.h"
#include "support/fake_clock.h"
#include "support/matchers.h"

namespace lake {
namespace {

using nlohmann::json;
using testing::FakeClock;
using testing::IsError;
using testing::IsOk;

constexpr std::int64_t kMinute = 60'000'000;

// Says what it is told to; every flush moves ten ledgers, unless it was told otherwise.
class FakeWork : public FlushWork {
 public:
  explicit FakeWork(FakeClock& clock) : clock_(clock) {}

  Result<FlushReport> Flush(std::stop_token) override {
    Note("flush");
    if (++flushes == stop_at) stop.request_stop();
    if (!errors.empty()) {
      const Error error = errors.front();
      errors.pop_front();
      if (error.code != Code::kInternal) return error;
      return idle;
    }
    watermark += 10;
    FlushReport report;
    report.written = true;
    report.first = watermark - 9;
    report.ledgers = 10;
    report.rows = 100;
    report.commits = 1;
    report.watermark = watermark;
    report.can_delete = true;
    return report;
  }
  Result<HotRemoval> Delete(std::uint32_t through, std::stop_token) override {
    Note("delete " + std::to_string(through));
    if (delete_failures > 0) {
      --delete_failures;
      return Error{Code::kUnavailable, "away"};
    }
    return HotRemoval{.batches = 1, .ledgers = 10, .rows = 100};
  }
  Result<bool> Vacuum(std::stop_token) override {
    Note("vacuum");
    return may_vacuum;
  }
  FlushPart failed_part() const override { return part; }

  // Minutes since the beginning, and what was done then.
  std::vector<std::string> log;
  std::stop_source stop;
  int flushes = 0;
  int stop_at = 3;
  std::deque<Error> errors;  // of the flushes to come; kInternal stands for `idle`
  FlushReport idle;
  int delete_failures = 0;
  bool may_vacuum = true;
  FlushPart part = FlushPart::kLake;
  std::uint32_t watermark = 0;

  void Note(const std::string& what) {
    log.push_back(fmt::format(
        "{:g} {}", static_cast<double>(clock_.MonotonicMicros() - start_) / kMinute, what));
  }

 private:
  FakeClock& clock_;
  const std::int64_t start_ = clock_.MonotonicMicros();
};

class Schedule : public ::testing::Test {
 protected:
  Schedule() {
    Settings settings = DefaultSettings(kFlush);
    settings.health_port = 0;
    monitor_ = std::move(FlushMonitor::Start(settings, true)).value();
    options_.interval_micros = 10 * kMinute;
    options_.final_micros = kMinute;
    options_.clock = &clock_;
  }
  Status Run() { return FlushSchedule(work_, *monitor_, options_).Run(work_.stop.get_token()); }
  json Board() const { return json::parse(monitor_->board().Json()); }

  FakeClock clock_;
  FakeWork work_{clock_};
  FlushScheduleOptions options_;
  std::unique_ptr<FlushMonitor> monitor_;
};

TEST_F(Schedule, FlushesAtOnceAndEveryIntervalAndDeletesLater) {
  ASSERT_THAT(Run(), IsOk());
  ASSERT_GE(work_.log.size(), 6u);
  EXPECT_EQ(work_.log[0], "0 flush");
  EXPECT_EQ(work_.log[1], "1 delete 10");
  EXPECT_EQ(work_.log[2], "10 flush");
  EXPECT_EQ(work_.log[3], "11 delete 20");
  EXPECT_EQ(work_.log[4], "20 flush");
}

TEST_F(Schedule, AStopBringsOneMoreFlushAndItsDeletionAtOnce) {
  work_.stop_at = 1;
  ASSERT_THAT(Run(), IsOk());
  ASSERT_EQ(work_.log.size(), 3u);
  EXPECT_THAT(work_.log[1], ::testing::HasSubstr("flush"));
  EXPECT_THAT(work_.log[2], ::testing::HasSubstr("delete 20"));
}

TEST_F(Schedule, ADelayThatWasGivenHoldsForTheLastDeletionToo) {
  work_.stop_at = 1;
  options_.delete_delay_micros = 5 * kMinute;
  ASSERT_THAT(Run(), IsOk());
  EXPECT_EQ(work_.log.size(), 2u);
}

TEST_F(Schedule, WithoutTimeForItThereIsNoLastFlush) {
  work_.stop_at = 1;
  options_.final_micros = 0;
  ASSERT_THAT(Run(), IsOk());
  EXPECT_EQ(work_.log, std::vector<std::string>{"0 flush"});
}

TEST_F(Schedule, WhatMayPassIsTriedAgainAndSaysSo) {
  for (const Code code : {Code::kUnavailable, Code::kConflict, Code::kResourceExhausted}) {
    work_.errors.push_back({code, "no space, password=hunter2"});
  }
  work_.stop_at = 3;
  ASSERT_THAT(Run(), IsOk());
  EXPECT_GT(work_.flushes, 3);
  EXPECT_LT(clock_.sleeps()[1], kMinute);
  EXPECT_EQ(Board()["status"], "healthy");
  EXPECT_EQ(Board()["last_error"]["message"].dump().find("hunter2"), std::string::npos);
}

TEST_F(Schedule, TroubleDegradesAndThenIsUnhealthy) {
  for (int i = 0; i < 2; ++i) work_.errors.push_back({Code::kUnavailable, "lake away"});
  work_.stop_at = 1;
  ASSERT_THAT(Run(), IsOk());
  EXPECT_EQ(Board()["components"]["lake"]["status"], "degraded");
  EXPECT_EQ(Board()["components"]["lake"]["detail"], "lake away");
  work_.stop = std::stop_source();
  work_.part = FlushPart::kHotBuffer;
  for (int i = 0; i < 6; ++i) work_.errors.push_back({Code::kUnavailable, "PostgreSQL away"});
  work_.stop_at = work_.flushes + 5;
  ASSERT_THAT(Run(), IsOk());
  EXPECT_EQ(Board()["components"]["hot_buffer"]["status"], "unhealthy");
  EXPECT_FALSE(monitor_->board().ready());
}

TEST_F(Schedule, WhatDoesNotPassEndsIt) {
  work_.errors.push_back({Code::kDataLoss, "rows vanished"});
  EXPECT_THAT(Run(), IsError(Code::kDataLoss, "rows vanished"));
  EXPECT_EQ(work_.log.size(), 1u);
}

TEST_F(Schedule, ADeletionThatFailsIsMadeAgain) {
  work_.delete_failures = 2;
  work_.stop_at = 2;
  ASSERT_THAT(Run(), IsOk());
  const auto deletions = std::ranges::count_if(
      work_.log, [](const auto& line) { return line.ends_with("delete 10"); });
  EXPECT_EQ(deletions, 3);
}

TEST_F(Schedule, VacuumsBehindTheDeletionOfEverySoManyFlushes) {
  options_.vacuum_every = 2;
  work_.stop_at = 5;
  ASSERT_THAT(Run(), IsOk());
  std::vector<std::string> vacuums;
  for (const std::string& line : work_.log) {
    if (line.ends_with("vacuum")) vacuums.push_back(line);
  }
  EXPECT_EQ(vacuums, (std::vector<std::string>{"11 vacuum", "31 vacuum"}));
}

TEST_F(Schedule, KeepsTheLakeUpEverySoOften) {
  options_.maintain_micros = 15 * kMinute;
  options_.maintain = [&](const auto& goes_on) -> Result<bool> {
    EXPECT_TRUE(goes_on());
    work_.Note("upkeep");
    if (work_.flushes == 2) return Error{Code::kUnavailable, "the lake is away"};
    return true;
  };
  work_.stop_at = 5;
  ASSERT_THAT(Run(), IsOk());
  std::vector<std::string> upkeep;
  for (const std::string& line : work_.log) {
    if (line.ends_with("upkeep")) upkeep.push_back(line);
  }
  EXPECT_EQ(upkeep, (std::vector<std::string>{"15 upkeep", "30 upkeep"}));
}

TEST_F(Schedule, UpkeepMakesRoomForTheBufferAndGoesOnBehindIt) {
  options_.maintain_micros = 15 * kMinute;
  int minutes_of_work = 7;
  options_.maintain = [&](const auto& goes_on) -> Result<bool> {
    work_.Note("upkeep");
    while (minutes_of_work > 0 && goes_on()) {
      clock_.Advance(kMinute);
      --minutes_of_work;
    }
    return minutes_of_work == 0;
  };
  work_.stop_at = 4;
  options_.final_micros = 0;
  ASSERT_THAT(Run(), IsOk());
  const std::vector<std::string> rest(work_.log.begin() + 4, work_.log.end());
  EXPECT_EQ(rest, (std::vector<std::string>{"15 upkeep", "20 flush", "20 upkeep", "21 delete 30",
                                            "21 upkeep", "30 flush"}));
}

TEST_F(Schedule, AUserWhoMayNotVacuumIsToldOnce) {
  options_.vacuum_every = 1;
  work_.may_vacuum = false;
  work_.stop_at = 4;
  ASSERT_THAT(Run(), IsOk());
  EXPECT_EQ(
      std::ranges::count_if(work_.log, [](const auto& line) { return line.ends_with("vacuum"); }),
      1);
}

TEST_F(Schedule, OnceFlushesAndDeletesAtOnce) {
  const auto report = FlushSchedule(work_, *monitor_, options_).Once(work_.stop.get_token());
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(work_.log, (std::vector<std::string>{"0 flush", "0 delete 10"}));
  options_.delete_delay_micros = 2 * kMinute;
  ASSERT_THAT(FlushSchedule(work_, *monitor_, options_).Once(work_.stop.get_token()), IsOk());
  EXPECT_EQ(work_.log.back(), "2 delete 20");
}

TEST_F(Schedule, SpeaksTheWordsOfTheSpecification) {
  const double count = CounterOf(MetricId::kFlushCount).value();
  work_.stop_at = 1;
  options_.final_micros = 0;
  ASSERT_THAT(Run(), IsOk());
  const json board = Board();
  EXPECT_EQ(board["status"], "healthy");
  EXPECT_EQ(board["flush_count"], 1);
  EXPECT_EQ(board["last_watermark"], 10);
  EXPECT_EQ(board["last_flush_time"].get<std::string>().size(), 20u);
  EXPECT_EQ(board["total_flushed"], 0);  // the work told of no commit
  EXPECT_TRUE(board["uptime_seconds"].is_number());
  EXPECT_TRUE(board["next_flush_in"].is_string());
  EXPECT_EQ(CounterOf(MetricId::kFlushCount).value(), count + 1);
  monitor_->OnFlushed({1, 10}, 432'189);
  EXPECT_EQ(Board()["total_flushed"], 432'189);
  const std::string metrics = MetricsText();
  for (const char* name : {"flusher_flush_count", "flusher_last_watermark",
                           "flusher_total_rows_flushed", "flusher_last_flush_timestamp_seconds",
                           "stellarlake_hot_ledgers", "stellarlake_flush_failures_total"}) {
    EXPECT_NE(metrics.find("\n" + std::string(name) + " "), std::string::npos) << name;
  }
  EXPECT_NE(metrics.find("\nstellarlake_flush_seconds_bucket"), std::string::npos);
}

TEST_F(Schedule, AHoleAndALostEpochDegrade) {
  work_.idle.written = true;
  work_.idle.hole = LedgerSpan{5, 9};
  work_.errors.push_back({Code::kInternal, ""});
  work_.stop_at = 1;
  options_.final_micros = 0;
  ASSERT_THAT(Run(), IsOk());
  EXPECT_EQ(Board()["status"], "degraded");
  EXPECT_THAT(Board()["components"]["hot_buffer"]["detail"].get<std::string>(),
              ::testing::HasSubstr("5 … 9 are missing"));
  work_.stop = std::stop_source();
  work_.idle = {};
  work_.idle.written = true;
  work_.idle.whole = false;
  work_.errors.push_back({Code::kInternal, ""});
  work_.stop_at = 2;
  ASSERT_THAT(Run(), IsOk());
  EXPECT_THAT(Board()["components"]["hot_buffer"]["detail"].get<std::string>(),
              ::testing::HasSubstr("its ingester begins anew"));
}

}  // namespace
}  // namespace lake
