#include "extract/ordered_results.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "base/queue.h"
#include "support/fake_clock.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::FakeClock;
using testing::IsError;
using Line = OrderedResults<std::unique_ptr<int>>;
using Outcome = Line::Outcome;

constexpr std::size_t kManyBytes = std::size_t{1} << 30;

class OrderedResultsTest : public ::testing::Test {
 protected:
  // The next item, or -1 for any other outcome.
  static int TakeNow(Line& line) {
    const Line::Taken taken = line.Take(0, {});
    return taken.outcome == Outcome::kItem ? **taken.item : -1;
  }
  FakeClock clock_;
};

TEST_F(OrderedResultsTest, GivesItemsInTheOrderOfTheirReservation) {
  Line line(10, kManyBytes, clock_);
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_EQ(line.Reserve(5, {}), i);
  EXPECT_EQ(line.depth(), 3u);
  EXPECT_EQ(line.bytes(), 15u);
  line.Put(2, std::make_unique<int>(2));
  line.Put(1, std::make_unique<int>(1));
  EXPECT_EQ(line.Take(0, {}).outcome, Outcome::kTimeout);
  line.Put(0, std::make_unique<int>(0));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(TakeNow(line), i);
  EXPECT_EQ(line.depth(), 0u);
  EXPECT_EQ(line.bytes(), 0u);
  EXPECT_EQ(line.Reserve(5, {}), 3u);
}

// One thread puts as fast as it can, the other looks at the bounds before it takes.
TEST_F(OrderedResultsTest, HoldsNoMoreThanItsBounds) {
  constexpr int kItems = 300;
  for (const bool by_bytes : {false, true}) {
    Line line(by_bytes ? 1'000 : 3, by_bytes ? 30 : kManyBytes, clock_);
    std::atomic<int> asked = 0;
    std::jthread putting([&](const std::stop_token& stop) {
      for (int i = 0; i < kItems; ++i) {
        ++asked;
        const auto index = line.Reserve(10, stop);
        if (!index) return;
        line.Put(*index, std::make_unique<int>(i));
      }
      line.Close();
    });
    for (int i = 0; i < kItems; ++i) {
      while (asked < std::min(i + 4, kItems)) std::this_thread::yield();
      EXPECT_LE(line.depth(), 3u);
      EXPECT_LE(line.bytes(), 30u);
      const Line::Taken taken = line.Take(std::nullopt, {});
      ASSERT_EQ(taken.outcome, Outcome::kItem);
      ASSERT_EQ(**taken.item, i);
    }
    EXPECT_EQ(line.Take(std::nullopt, {}).outcome, Outcome::kEnd);
  }
}

TEST_F(OrderedResultsTest, LetsAnItemLargerThanTheBoundPassAlone) {
  Line line(10, 100, clock_);
  ASSERT_EQ(line.Reserve(1'000, {}), 0u);
  std::atomic<std::size_t> depth_after = 0;
  std::jthread next([&](const std::stop_token& stop) {
    if (line.Reserve(1, stop)) depth_after = line.depth();
  });
  line.Put(0, std::make_unique<int>(7));
  EXPECT_EQ(**line.Take(std::nullopt, {}).item, 7);
  next.join();
  EXPECT_EQ(depth_after, 1u);  // it came in when the large one was gone
}

TEST_F(OrderedResultsTest, EndsWhenItIsClosedAndEverythingIsTaken) {
  Line line(10, kManyBytes, clock_);
  ASSERT_TRUE(line.Reserve(1, {}));
  line.Close();
  EXPECT_EQ(line.Take(0, {}).outcome, Outcome::kTimeout);  // what was reserved still comes
  line.Put(0, std::make_unique<int>(1));
  EXPECT_EQ(TakeNow(line), 1);
  EXPECT_EQ(line.Take(std::nullopt, {}).outcome, Outcome::kEnd);
}

TEST_F(OrderedResultsTest, AFailureEndsItAtOnceAndTheFirstOneCounts) {
  Line line(10, kManyBytes, clock_);
  ASSERT_TRUE(line.Reserve(1, {}));
  ASSERT_TRUE(line.Reserve(1, {}));
  line.Put(0, std::make_unique<int>(1));
  line.Fail({Code::kResourceExhausted, "no memory"});
  line.Fail({Code::kInternal, "and then this"});
  EXPECT_EQ(line.Take(std::nullopt, {}).outcome, Outcome::kFailed);
  EXPECT_THAT(line.failure(), IsError(Code::kResourceExhausted, "no memory"));
  EXPECT_EQ(line.Reserve(1, {}), std::nullopt);
  line.Put(1, std::make_unique<int>(2));  // a worker that did not know
  EXPECT_EQ(line.Take(std::nullopt, {}).outcome, Outcome::kFailed);
}

// Both would wait for ever otherwise: what the failed thread had taken never comes.
TEST_F(OrderedResultsTest, AFailureWakesWhoTakesAndWhoReserves) {
  Line line(1, kManyBytes, clock_);
  ASSERT_TRUE(line.Reserve(1, {}));
  Outcome outcome = Outcome::kEnd;
  std::optional<std::uint64_t> index = 77;
  std::jthread taking([&] { outcome = line.Take(std::nullopt, {}).outcome; });
  std::jthread reserving([&] { index = line.Reserve(1, {}); });
  line.Fail({Code::kInternal, "thrown"});
  taking.join();
  reserving.join();
  EXPECT_EQ(outcome, Outcome::kFailed);
  EXPECT_EQ(index, std::nullopt);
}

TEST_F(OrderedResultsTest, AStopWakesWhoTakesAndWhoReserves) {
  Line line(1, kManyBytes, clock_);
  ASSERT_TRUE(line.Reserve(1, {}));
  Outcome outcome = Outcome::kEnd;
  Outcome timed = Outcome::kEnd;
  std::optional<std::uint64_t> index = 77;
  std::stop_source stop;
  std::jthread taking([&] { outcome = line.Take(std::nullopt, stop.get_token()).outcome; });
  std::jthread waiting([&] { timed = line.Take(1'000, stop.get_token()).outcome; });
  std::jthread reserving([&] { index = line.Reserve(1, stop.get_token()); });
  clock_.AwaitWaiting(1);
  stop.request_stop();
  for (std::jthread* thread : {&taking, &waiting, &reserving}) thread->join();
  EXPECT_EQ(outcome, Outcome::kStopped);
  EXPECT_EQ(timed, Outcome::kStopped);
  EXPECT_EQ(index, std::nullopt);
}

TEST_F(OrderedResultsTest, HandsNothingOutAfterAStop) {
  Line line(10, kManyBytes, clock_);
  std::stop_source stop;
  line.Put(*line.Reserve(1, {}), std::make_unique<int>(7));
  stop.request_stop();
  EXPECT_EQ(line.Take(std::nullopt, stop.get_token()).outcome, Outcome::kStopped);
  EXPECT_EQ(line.Take(0, stop.get_token()).outcome, Outcome::kStopped);
  EXPECT_EQ(**line.Take(0, {}).item, 7);
  line.Close();
  EXPECT_EQ(line.Take(std::nullopt, stop.get_token()).outcome, Outcome::kStopped);
  EXPECT_EQ(line.Take(std::nullopt, {}).outcome, Outcome::kEnd);
}

TEST_F(OrderedResultsTest, WaitsAsLongAsTheClockSays) {
  Line line(10, kManyBytes, clock_);
  ASSERT_TRUE(line.Reserve(1, {}));
  const std::int64_t begin = clock_.Now();
  std::int64_t waited = 0;
  Outcome outcome = Outcome::kEnd;
  std::jthread taking([&] {
    outcome = line.Take(500, {}).outcome;
    waited = clock_.Now() - begin;
  });
  clock_.AwaitWaiting(1);
  clock_.Advance(499'999);
  clock_.Advance(1);
  taking.join();
  EXPECT_EQ(outcome, Outcome::kTimeout);
  EXPECT_EQ(waited, 500'000);
}

TEST_F(OrderedResultsTest, AnItemEndsTheWaitBeforeItsTime) {
  Line line(10, kManyBytes, clock_);
  ASSERT_TRUE(line.Reserve(1, {}));
  int item = 0;
  std::jthread taking([&] {
    const Line::Taken taken = line.Take(500, {});
    if (taken.item) item = **taken.item;
  });
  clock_.AwaitWaiting(1);
  line.Put(0, std::make_unique<int>(5));
  taking.join();
  EXPECT_EQ(item, 5);
}

TEST_F(OrderedResultsTest, KeepsTheOrderAmongManyThreads) {
  constexpr int kItems = 3'000;
  Line line(7, 200, SystemClock());
  BoundedQueue<std::uint64_t> jobs(7, kManyBytes);
  std::vector<std::jthread> workers;
  for (std::uint32_t seed = 0; seed < 4; ++seed) {
    workers.emplace_back([&, random = std::minstd_rand(seed + 1)]() mutable {
      while (const auto index = jobs.Pop({})) {
        for (auto rests = random() % 4; rests > 0; --rests) std::this_thread::yield();
        line.Put(*index, std::make_unique<int>(static_cast<int>(*index)));
      }
    });
  }
  std::jthread reading([&] {
    for (int i = 0; i < kItems; ++i) {
      const auto index = line.Reserve(static_cast<std::size_t>(i % 90), {});
      ASSERT_TRUE(index);
      ASSERT_TRUE(jobs.Push(*index, 0, {}));
    }
    jobs.Close();
    line.Close();
  });
  for (int i = 0; i < kItems; ++i) {
    const Line::Taken taken = line.Take(std::nullopt, {});
    ASSERT_EQ(taken.outcome, Outcome::kItem);
    ASSERT_EQ(**taken.item, i);
  }
  EXPECT_EQ(line.Take(std::nullopt, {}).outcome, Outcome::kEnd);
}

}  // namespace
}  // namespace lake
