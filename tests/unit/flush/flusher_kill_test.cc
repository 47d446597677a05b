// Kills a flusher at every named step of a flush and of its commit to the lake, lets connections
// break inside COMMIT and other flushers run beside it, and looks whether the next flush completes
// lake and buffer as an undisturbed one does.
#include <gmock/gmock.h>

#include <atomic>
#include <cstdlib>
#include <future>
#include <thread>

#include "flush/flush_steps.h"
#include "flush_fixture.h"
#include "lake/commit_steps.h"
#include "support/crashing_child.h"
#include "support/eventually.h"
#include "support/fault_proxy.h"

namespace lake {
namespace {

using testing::FaultProxy;
using testing::IsError;
using testing::IsOk;
using testing::kKilled;

constexpr std::uint32_t kFirst = 1000;

FlusherOptions TwoSlices(const std::string& folder, const std::string& hot) {
  FlusherOptions options = testing::FlushInto(folder, hot);
  options.slice.ledgers = 4;
  options.piece_bytes = 1;
  return options;
}

// A flush and its deletion in a process of its own.
TEST(CrashingFlusher, DISABLED_FlushesAndDeletes) {
  const char* hot = std::getenv("HOT_CONNINFO");
  const char* folder = std::getenv("LAKE_FOLDER");
  ASSERT_NE(hot, nullptr);
  ASSERT_NE(folder, nullptr);
  FlushObserver quiet;
  Flusher flusher(TwoSlices(folder, hot), quiet);
  const auto report = flusher.Flush({});
  ASSERT_THAT(report, IsOk());
  if (!report->can_delete) return;
  ASSERT_THAT(flusher.Delete(*report->watermark, {}), IsOk());
}

class FlusherKilled : public testing::OnHotBuffer {
 protected:
  int RunFlusher(const std::string& crash_at) {
    return testing::RunCrashing("CrashingFlusher",
                                {{"HOT_CONNINFO", conninfo_}, {"LAKE_FOLDER", Lake()}}, crash_at);
  }
  void ExpectWhole(const std::vector<testing::BuiltLedger>& ledgers) {
    const std::uint32_t last = ledgers.back().sequence;
    const Batch all = testing::ExtractBatch(tables_, ledgers, testing::TestNetwork().id);
    const testing::LakeProbe probe = Probe().Held();
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      EXPECT_EQ(probe.Digest(*tables_[i]->spec, 0, 1'000'000), all.digest(i))
          << tables_[i]->spec->name;
    }
    EXPECT_EQ(probe.Cell("SELECT sum(hi - lo + 1), min(lo), max(hi) FROM _batches"),
              fmt::format("{}|{}|{}", ledgers.size(), kFirst, last));
    EXPECT_EQ(probe.Cell("SELECT watermark FROM _fence"), std::to_string(last));
    EXPECT_THAT(probe.FilesThatNobodyNames(Lake() + "/data"), ::testing::IsEmpty());
    EXPECT_EQ(LeftInHot(), "0 0 0 0 0");
    EXPECT_EQ(Sql("SELECT flushed_through FROM extra.hot_state"), std::to_string(last));
  }
};

std::vector<std::string> AllSteps() {
  std::vector<std::string> steps(std::begin(flush_step::kAll), std::end(flush_step::kAll));
  steps.insert(steps.end(), std::begin(commit_step::kAll), std::end(commit_step::kAll));
  return steps;
}

std::string StepName(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::ranges::replace_if(
      name, [](char c) { return c == '.' || c == '-'; }, '_');
  return name;
}

class FlusherKilledAt : public FlusherKilled, public ::testing::WithParamInterface<std::string> {};
INSTANTIATE_TEST_SUITE_P(Steps, FlusherKilledAt, ::testing::ValuesIn(AllSteps()), StepName);

TEST_P(FlusherKilledAt, IsCompletedByTheNextFlush) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  const std::string& step = GetParam();
  const auto ledgers = Add(8, 2);
  // The second slice, where a step comes with every slice. The registration of tables is a commit
  // before them, which adds no data.
  const bool once = step == flush_step::kDeleting || step == flush_step::kDeleted ||
                    step == commit_step::kOpened || step == commit_step::kMarked;
  const bool of_any_commit = !once && step.starts_with("lake.") &&
                             step != commit_step::kFilesWritten && step != commit_step::kSynced &&
                             step != commit_step::kTaken;
  const int hit = once ? 1 : of_any_commit ? 3 : 2;
  ASSERT_EQ(RunFlusher(fmt::format("{}:{}", step, hit)), kKilled);
  ASSERT_EQ(RunFlusher(""), 0);
  ExpectWhole(ledgers);
}

TEST_F(FlusherKilled, TogetherWithPostgresLosesNothing) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  const auto ledgers = Add(8, 2);
  ASSERT_EQ(RunFlusher(fmt::format("{}:2", flush_step::kCommitted)), kKilled);
  server_->Stop("immediate");
  server_->Restart();
  // The ingester goes on behind the mark, which is behind what the lake has.
  EXPECT_EQ(Sql("SELECT flushed_through FROM extra.hot_state"), "1003");
  testing::FillHot(conninfo_, tables_, std::span(ledgers).subspan(4), 1);
  ASSERT_EQ(RunFlusher(""), 0);
  ExpectWhole(ledgers);
}

TEST_F(FlusherKilled, APostgresThatDiesDuringAFlushEndsItWithAnErrorThatPasses) {
  const auto ledgers = Add(8, 2);
  FaultProxy proxy(server_->port());
  FlusherOptions options = TwoSlices(Lake(), Through(proxy.port()));
  options.patience_ms = 1;
  struct CutAtTheFirst : FlushObserver {
    explicit CutAtTheFirst(FaultProxy& cut) : proxy(cut) {}
    void OnFlushed(const LedgerSpan&, std::uint64_t) override {
      proxy.Refuse(true);
      proxy.Reset();
    }
    FaultProxy& proxy;
  } cut(proxy);
  Flusher flusher(options, cut);
  EXPECT_THAT(flusher.Flush({}), IsError(Code::kUnavailable));
  EXPECT_EQ(flusher.failed_part(), FlushPart::kHotBuffer);
  proxy.Refuse(false);
  ASSERT_EQ(RunFlusher(""), 0);
  ExpectWhole(ledgers);
}

TEST_F(FlusherKilled, AnEpochThatEndsDuringAFlushIsTakenUpBehindTheMark) {
  const auto ledgers = Add(8, 2);
  struct CrashAtTheFirst : FlushObserver {
    void OnFlushed(const LedgerSpan&, std::uint64_t) override {
      server_->Stop("immediate");
      server_->Restart();
    }
  } crash;
  EXPECT_THAT(Flusher(TwoSlices(Lake(), conninfo_), crash).Flush({}), IsError(Code::kUnavailable));
  const auto waits = Flush();
  ASSERT_THAT(waits, IsOk());
  EXPECT_FALSE(waits->whole);
  testing::FillHot(conninfo_, tables_, std::span(ledgers).subspan(4), 1);
  ASSERT_EQ(RunFlusher(""), 0);
  ExpectWhole(ledgers);
}

// COMMIT of the mark happens although its answer is lost.
TEST_F(FlusherKilled, AMarkWhoseAnswerIsLostIsMadeAgain) {
  const auto ledgers = Add(2, 2);
  FaultProxy proxy(server_->port());
  FlusherOptions options = TwoSlices(Lake(), Through(proxy.port()));
  Flusher flusher(options, quiet_);
  Sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  Sql("SELECT pg_reload_conf()");
  auto flush = std::async(std::launch::async, [&] { return flusher.Flush({}).status(); });
  PgConnection observer = Connect();
  EXPECT_TRUE(testing::Eventually([&] {
    const auto rows =
        observer.Query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    return rows.ok() && rows->Int(0, 0) > 0;
  }));
  const int before = proxy.accepted();
  proxy.Reset();
  EXPECT_TRUE(testing::Eventually([&] { return proxy.accepted() > before; }));
  Sql("ALTER SYSTEM RESET synchronous_standby_names");
  Sql("SELECT pg_reload_conf()");
  EXPECT_THAT(flush.get(), IsOk());
  ASSERT_EQ(RunFlusher(""), 0);
  ExpectWhole(ledgers);
}

TEST_F(FlusherKilled, TwoFlushersAndAnIngesterDoNotDisturbEachOther) {
  // A catalog that many may write to.
  server_->CreateDatabase("catalog_" + database_);
  const std::string location = fmt::format(
      "ducklake:postgres:host={} port={} dbname=catalog_{} user={}", server_->socket_folder(),
      server_->port(), database_, testing::PostgresServer::kUser);
  const std::string data = (folder_.path() / "data").string();
  constexpr int kRounds = 6;
  std::atomic<bool> done = false;
  const auto flush = [&] {
    FlusherOptions options = TwoSlices(Lake(), conninfo_);
    const auto target = options.target;
    options.target = [&, target](const Network& network,
                                 const std::stop_token& stop) -> Result<FlushTarget> {
      TRY_ASSIGN(FlushTarget made, target(network, stop));
      made.sink.writer.lake = {.location = location, .data_path = data};
      return made;
    };
    Flusher flusher(options, quiet_);
    for (bool last = false; !last;) {
      last = done;
      const auto report = flusher.Flush({});
      ASSERT_THAT(report, IsOk());
      if (!report->can_delete) continue;
      ASSERT_THAT(flusher.Delete(*report->watermark, {}), IsOk());
    }
  };
  std::jthread one(flush);
  std::jthread other(flush);
  for (int i = 0; i < kRounds; ++i) Add(3, 1);
  done = true;
  one.join();
  other.join();
  const testing::LakeProbe probe({.location = location, .data_path = data});
  EXPECT_EQ(probe.Cell("SELECT count(*) || ' ' || count(DISTINCT sequence) FROM ledgers_row_v2"),
            "18 18");
  EXPECT_EQ(probe.Cell("SELECT watermark FROM _fence"), "1017");
  EXPECT_EQ(LeftInHot(), "0 0 0 0 0");
}

}  // namespace
}  // namespace lake
