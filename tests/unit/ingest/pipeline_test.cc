#include "ingest/pipeline.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <stdexcept>

#include "support/chain_source.h"
#include "support/eventually.h"
#include "support/fake_clock.h"
#include "support/fake_ledger_source.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/memory_sink.h"
#include "tables/all.h"

namespace lake::testing {
namespace {

class CountingObserver : public IngestObserver {
 public:
  void OnPlan(std::uint64_t to_fetch, bool) override { planned = to_fetch; }
  void OnRetry(const Error&, int, RunPart part) override {
    ++retries;
    blamed.push_back(part);
  }
  std::vector<RunPart> blamed;
  void OnResume(std::uint32_t sequence, std::optional<std::int64_t> close_time) override {
    resumed.emplace_back(sequence, close_time.value_or(0));
  }
  void OnCheck(const Status& status) override {
    checks.push_back(status.ok() ? "" : status.error().message);
    if (checks.size() == 2) on_second_check();
  }
  void OnLedger(const LedgerRows&) override { ++ledgers; }
  void OnCommit(const Batch&, const CommitReport&, const IngestTotals&) override { ++commits; }
  std::atomic<int> ledgers = 0;
  std::atomic<int> commits = 0;
  std::vector<std::pair<std::uint32_t, std::int64_t>> resumed;
  std::vector<std::string> checks;
  std::function<void()> on_second_check = [] {};
  std::uint64_t planned = 0;
  int retries = 0;
};

// At its end it waits as at the tip of a network, until it is stopped.
class TipSource : public ChainSource {
 public:
  explicit TipSource(std::vector<BuiltLedger> ledgers) : ChainSource(std::move(ledgers)) {}
  Status Seek(LedgerRange range) override {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = false;
    }
    return ChainSource::Seek(range);
  }
  Result<std::optional<RawLedger>> Next() override {
    TRY_ASSIGN(std::optional<RawLedger> ledger, ChainSource::Next());
    if (ledger) return ledger;
    std::unique_lock lock(mutex_);
    stops_.wait(lock, [&] { return stopped_; });
    return Error{Code::kCancelled, "stopped"};
  }
  void Stop() override {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    stops_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable stops_;
  bool stopped_ = false;
};

std::vector<BuiltLedger> Payments(std::size_t count) {
  return LedgerChain(kTestPassphrase, 1000, 22).AddPayments(count);
}

class PipelineTest : public ::testing::Test {
 protected:
  IngestOptions Options(std::uint32_t first, std::uint32_t last) {
    IngestOptions options;
    options.range = {first, last};
    options.extraction.workers = 2;
    options.flush.ledgers = 4;
    options.retry.backoff.initial_ms = 1;
    return options;
  }
  Status Run(LedgerSource& source, const IngestOptions& options) {
    Pipeline pipeline({source, sink_, tables_, network_, *clock_}, options, observer_);
    const Status status = pipeline.Run(stop_.get_token());
    totals_ = pipeline.totals();
    return status;
  }

  TableSet tables_ = SelectTables({}).value();
  Network network_ = NetworkOfPassphrase(kTestPassphrase);
  MemorySink sink_;
  CountingObserver observer_;
  IngestTotals totals_;
  std::stop_source stop_;
  Clock* clock_ = &SystemClock();
};

TEST_F(PipelineTest, CommitsEveryLedgerInOrderInBatches) {
  ChainSource source(Payments(10));
  EXPECT_THAT(Run(source, Options(1000, 1009)), IsOk());
  EXPECT_EQ(sink_.batch_sizes(), (std::vector<std::size_t>{4, 4, 2}));
  EXPECT_EQ(sink_.covered().front().first, 1000u);
  EXPECT_EQ(sink_.covered().back().last, 1009u);
  EXPECT_EQ(totals_.ledgers, 10u);
  EXPECT_EQ(totals_.first, 1000u);
  EXPECT_EQ(totals_.last, 1009u);
  EXPECT_EQ(observer_.planned, 10u);
}

TEST_F(PipelineTest, PutsLedgersOfTwoErasIntoTwoBatches) {
  LedgerChain chain(kTestPassphrase, 1000, 22);
  std::vector<BuiltLedger> ledgers = chain.AddPayments(1);
  ledgers.push_back(chain.Add(LedgerSpec().Protocol(23)));
  for (BuiltLedger& ledger : chain.AddPayments(2)) ledgers.push_back(std::move(ledger));
  ChainSource source(std::move(ledgers));
  EXPECT_THAT(Run(source, Options(1000, 1003)), IsOk());
  EXPECT_EQ(sink_.batch_sizes(), (std::vector<std::size_t>{1, 3}));
}

TEST_F(PipelineTest, RunningAgainAddsNothing) {
  ChainSource source(Payments(10));
  EXPECT_THAT(Run(source, Options(1000, 1009)), IsOk());
  const std::uint64_t reads = source.reads();
  EXPECT_THAT(Run(source, Options(1000, 1009)), IsOk());
  EXPECT_EQ(source.reads(), reads);
  EXPECT_EQ(totals_.commits, 0u);
}

TEST_F(PipelineTest, FillsTheHolesOfTheLakeOnly) {
  ChainSource source(Payments(12));
  EXPECT_THAT(Run(source, Options(1004, 1005)), IsOk());
  EXPECT_THAT(Run(source, Options(1000, 1011)), IsOk());
  EXPECT_EQ(totals_.ledgers, 10u);
  EXPECT_EQ(observer_.planned, 10u);
}

TEST_F(PipelineTest, CommitsWhatIsBeforeATamperedLedgerAndNamesIt) {
  std::vector<BuiltLedger> ledgers = Payments(10);
  ledgers[6].xdr.back() ^= 1;
  ledgers[6].xdr[100] ^= 0x40;
  ChainSource source(std::move(ledgers));
  const Status status = Run(source, Options(1000, 1009));
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::kDataLoss);
  EXPECT_NE(status.error().message.find("ledger 1006"), std::string::npos)
      << status.error().message;
  EXPECT_EQ(sink_.covered().back().last, 1005u);
  EXPECT_EQ(totals_.ledgers, 6u);
}

TEST_F(PipelineTest, RefusesALedgerThatDoesNotChain) {
  std::vector<BuiltLedger> ledgers = Payments(5);
  LedgerChain other(kTestPassphrase, 1005, 22);
  for (BuiltLedger& ledger : other.AddPayments(3)) ledgers.push_back(std::move(ledger));
  ChainSource source(std::move(ledgers));
  const Status status = Run(source, Options(1000, 1007));
  EXPECT_THAT(status, IsError(Code::kDataLoss));
  EXPECT_NE(status.error().message.find("1005"), std::string::npos) << status.error().message;
  EXPECT_EQ(sink_.covered().back().last, 1004u);
}

TEST_F(PipelineTest, RefusesLedgersOfAnotherNetwork) {
  ChainSource source(LedgerChain("another network", 1000, 22).AddPayments(3));
  EXPECT_THAT(Run(source, Options(1000, 1002)), IsError(Code::kDataLoss));
  EXPECT_TRUE(sink_.covered().empty());
}

TEST_F(PipelineTest, GoesOnBehindTheLastCommitAfterAFaultThatPasses) {
  ChainSource source(Payments(10));
  source.FailAt(1006, {Code::kUnavailable, "the source is away"}, 2);
  EXPECT_THAT(Run(source, Options(1000, 1009)), IsOk());
  EXPECT_EQ(totals_.ledgers, 10u);
  EXPECT_EQ(observer_.blamed, std::vector(2, RunPart::kSource));
  MemorySink undisturbed;
  std::swap(undisturbed, sink_);
  ChainSource again(Payments(10));
  EXPECT_THAT(Run(again, Options(1000, 1009)), IsOk());
  EXPECT_EQ(sink_.digests(), undisturbed.digests());
}

TEST_F(PipelineTest, WritesABatchAgainWhenItsCommitDidNotHappen) {
  ChainSource source(Payments(10));
  sink_.FailCommits({Code::kUnavailable, "catalog away"}, 2);
  EXPECT_THAT(Run(source, Options(1000, 1009)), IsOk());
  EXPECT_EQ(totals_.ledgers, 10u);
  EXPECT_EQ(observer_.blamed, std::vector(2, RunPart::kStore));
}

TEST_F(PipelineTest, GivesUpAfterSoManyAttempts) {
  ChainSource source(Payments(4));
  source.FailAt(1000, {Code::kUnavailable, "gone"}, 1000);
  IngestOptions options = Options(1000, 1003);
  options.retry.attempts_max = 3;
  EXPECT_THAT(Run(source, options), IsError(Code::kUnavailable));
  EXPECT_EQ(observer_.retries, 2);
}

TEST_F(PipelineTest, AFollowWithNothingNewKnowsItsLastLedgerAndLooksAtTheSink) {
  const auto ledgers = std::make_shared<FakeLedgers>(1000, 1009);
  ChainSource source(Payments(10));
  ASSERT_THAT(Run(source, Options(1000, 1009)), IsOk());
  EXPECT_TRUE(observer_.resumed.empty());
  FakeLedgerSource waiting(ledgers);
  sink_.FailChecks(Error{Code::kUnavailable, "gone"});
  observer_.on_second_check = [this] { stop_.request_stop(); };
  IngestOptions options = Options(1000, 0);
  options.range.last.reset();
  options.check_every_ms = 5;
  EXPECT_THAT(Run(waiting, options), IsOk());
  EXPECT_EQ(observer_.resumed,
            (std::vector<std::pair<std::uint32_t, std::int64_t>>{{1009, 1'001'009}}));
  EXPECT_EQ(observer_.checks, (std::vector<std::string>{"gone", "gone"}));
  EXPECT_EQ(sink_.checks(), 2);
}

// Both by a clock that moves when it is told to.
TEST_F(PipelineTest, ABatchThatIsNotFullIsCommittedWhenItsIntervalIsOver) {
  FakeClock clock;
  clock_ = &clock;
  TipSource source(Payments(3));
  IngestOptions options = Options(1000, 0);
  options.range.last.reset();
  options.flush.interval_ms = 500;
  Status status{Code::kInternal, "not ended"};
  std::jthread running([&] { status = Run(source, options); });
  ASSERT_TRUE(Eventually([&] { return observer_.ledgers == 3; }));
  clock.AwaitWaiting(1);
  clock.Advance(499'000);
  EXPECT_TRUE(Stays([&] { return observer_.commits == 0; }));
  clock.Advance(1'000);
  EXPECT_TRUE(Eventually([&] { return observer_.commits == 1; }));
  stop_.request_stop();
  running.join();
  EXPECT_THAT(status, IsOk());
  EXPECT_EQ(sink_.batch_sizes(), (std::vector<std::size_t>{3}));
}

TEST_F(PipelineTest, AtTheTipWithoutAnIntervalNothingIsHeldBack) {
  FakeClock clock;
  clock_ = &clock;
  TipSource source(Payments(2));
  IngestOptions options = Options(1000, 0);
  options.range.last.reset();
  options.flush.interval_ms = 0;
  Status status{Code::kInternal, "not ended"};
  std::jthread running([&] { status = Run(source, options); });
  EXPECT_TRUE(Eventually([&] { return sink_.covered_to() == 1001; }));
  stop_.request_stop();
  running.join();
  EXPECT_THAT(status, IsOk());
}

TEST_F(PipelineTest, AFollowOutlastsASinkThatIsAwayOrFull) {
  for (const Code code : {Code::kUnavailable, Code::kResourceExhausted}) {
    sink_ = {};
    TipSource source(Payments(3));
    IngestOptions options = Options(1000, 0);
    options.range.last.reset();
    options.retry.attempts_max = 2;
    options.retry.backoff.max_ms = 1;
    options.outlast_sink = true;
    sink_.FailCommits({code, "away"}, 20);
    options.flush.ledgers = 3;
    Status status{Code::kInternal, "not ended"};
    std::stop_source stop;
    std::jthread running([&] {
      Pipeline pipeline({source, sink_, tables_, network_, *clock_}, options, observer_);
      status = pipeline.Run(stop.get_token());
    });
    EXPECT_TRUE(Eventually([&] { return sink_.covered_to() == 1002; }));
    stop.request_stop();
    running.join();
    EXPECT_THAT(status, IsOk());
  }
  EXPECT_EQ(observer_.blamed, std::vector(40, RunPart::kStore));
}

TEST_F(PipelineTest, ARangeWithAnEndDoesNotOutlastItsSink) {
  ChainSource source(Payments(3));
  IngestOptions options = Options(1000, 1002);
  options.retry.attempts_max = 2;
  options.outlast_sink = true;
  sink_.FailCommits({Code::kUnavailable, "away"}, 20);
  EXPECT_THAT(Run(source, options), IsError(Code::kUnavailable));
  sink_.FailCommits({Code::kResourceExhausted, "full"}, 20);
  EXPECT_THAT(Run(source, options), IsError(Code::kResourceExhausted));
}

TEST_F(PipelineTest, KeepsTheSinkInOrderBetweenTheCommitsOfAFollow) {
  TipSource source(Payments(6));
  IngestOptions options = Options(1000, 0);
  options.range.last.reset();
  options.flush = {.ledgers = 2, .interval_ms = 0};
  // Whatever is in hand is committed before.
  std::uint64_t calls = 0;
  options.between_commits = [&] {
    const auto& sizes = sink_.batch_sizes();
    const auto committed = std::accumulate(sizes.begin(), sizes.end(), std::size_t{0});
    EXPECT_EQ(static_cast<std::size_t>(observer_.ledgers), committed);
    if (sink_.covered_to() == 1005 && ++calls == 3) stop_.request_stop();
    return true;
  };
  EXPECT_THAT(Run(source, options), IsOk());
  EXPECT_EQ(calls, 3u);
  // A run that ends has somebody who can do it afterwards.
  options.range = {1006, 1007};
  ChainSource bounded(Payments(8));
  options.between_commits = [] {
    ADD_FAILURE() << "it does not follow";
    return false;
  };
  stop_ = std::stop_source();
  EXPECT_THAT(Run(bounded, options), IsOk());
}

TEST_F(PipelineTest, AThreadThatThrowsEndsTheRunBehindWhatIsCommitted) {
  ChainSource source(Payments(10));
  source.BeforeEach([](std::uint32_t sequence) {
    if (sequence == 1006) throw std::runtime_error("a library threw");
  });
  EXPECT_THAT(Run(source, Options(1000, 1009)), IsError(Code::kInternal, "a library threw"));
  EXPECT_LE(sink_.covered_to(), 1005u);
  source.BeforeEach([](std::uint32_t) {});
  EXPECT_THAT(Run(source, Options(1000, 1009)), IsOk());
  EXPECT_EQ(sink_.covered_to(), 1009u);
}

TEST_F(PipelineTest, StopsAtOnceWhenSomebodyElseWrote) {
  ChainSource source(Payments(4));
  sink_.FailCommits({Code::kConflict, "ledgers 1000..1003 were written by another"}, 1);
  EXPECT_THAT(Run(source, Options(1000, 1003)), IsError(Code::kConflict));
  EXPECT_EQ(observer_.retries, 0);
}

TEST_F(PipelineTest, AStopRequestedBeforeIsACleanEnd) {
  ChainSource source(Payments(4));
  stop_.request_stop();
  EXPECT_THAT(Run(source, Options(1000, 1003)), IsOk());
  EXPECT_TRUE(sink_.covered().empty());
}

TEST_F(PipelineTest, KeepsBatchesWholeAcrossHolesThatAreAllowed) {
  LedgerChain chain(kTestPassphrase, 1000, 22);
  std::vector<BuiltLedger> ledgers = chain.AddPayments(3);
  chain.Skip(2);
  for (BuiltLedger& ledger : chain.AddPayments(3)) ledgers.push_back(std::move(ledger));
  ChainSource source(std::move(ledgers));
  IngestOptions options = Options(1000, 1007);
  EXPECT_THAT(Run(source, options), IsError(Code::kDataLoss));
  options.allow_gaps = true;
  EXPECT_THAT(Run(source, options), IsOk());
  EXPECT_EQ(sink_.batch_sizes(), (std::vector<std::size_t>{3, 3}));
}

TEST_F(PipelineTest, RowsDoNotDependOnWorkersOrBatchSizes) {
  ChainSource source(Payments(20));
  IngestOptions options = Options(1000, 1019);
  EXPECT_THAT(Run(source, options), IsOk());
  const auto digests = sink_.digests();
  sink_ = {};
  options.extraction.workers = 1;
  options.flush.ledgers = 7;
  EXPECT_THAT(Run(source, options), IsOk());
  EXPECT_EQ(sink_.digests(), digests);
  EXPECT_GT(digests.at("ledgers_row_v2").rows, 0u);
}

}  // namespace
}  // namespace lake::testing
