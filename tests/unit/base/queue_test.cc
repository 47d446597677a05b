#include "base/queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <numeric>
#include <thread>
#include <vector>

#include "support/eventually.h"

namespace lake {
namespace {

TEST(BoundedQueue, GivesItemsInOrderAndCountsBytes) {
  BoundedQueue<std::unique_ptr<int>> queue(10, 100);
  ASSERT_TRUE(queue.Push(std::make_unique<int>(1), 10, {}));
  ASSERT_TRUE(queue.Push(std::make_unique<int>(2), 20, {}));
  EXPECT_EQ(queue.items(), 2U);
  EXPECT_EQ(queue.bytes(), 30U);
  EXPECT_EQ(**queue.Pop({}), 1);
  EXPECT_EQ(queue.bytes(), 20U);
  EXPECT_EQ(**queue.Pop({}), 2);
  EXPECT_EQ(queue.bytes(), 0U);
}

// Pushes in a thread of its own; `pushed` tells whether it got through.
struct Pusher {
  Pusher(BoundedQueue<int>& queue, int item, std::size_t bytes)
      : thread([this, &queue, item, bytes](std::stop_token stop) {
          begun = true;
          accepted = queue.Push(item, bytes, stop);
          pushed = true;
        }) {}
  std::atomic<bool> begun = false;
  std::atomic<bool> pushed = false;
  bool accepted = false;
  std::jthread thread;
};

// It has begun, and does not get through.
bool Waits(const Pusher& pusher) {
  return testing::Eventually([&] { return pusher.begun.load(); }) &&
         testing::Stays([&] { return !pusher.pushed; });
}

TEST(BoundedQueue, MakesTheProducerWaitForItems) {
  BoundedQueue<int> queue(1, 100);
  ASSERT_TRUE(queue.Push(1, 1, {}));
  Pusher pusher(queue, 2, 1);
  EXPECT_TRUE(Waits(pusher));
  EXPECT_EQ(queue.items(), 1U);
  EXPECT_EQ(queue.Pop({}), 1);
  pusher.thread.join();
  EXPECT_TRUE(pusher.accepted);
  EXPECT_EQ(queue.Pop({}), 2);
}

TEST(BoundedQueue, MakesTheProducerWaitForBytes) {
  BoundedQueue<int> queue(10, 100);
  ASSERT_TRUE(queue.Push(1, 60, {}));
  ASSERT_TRUE(queue.Push(2, 40, {}));
  Pusher pusher(queue, 3, 61);
  EXPECT_TRUE(Waits(pusher));
  EXPECT_EQ(queue.Pop({}), 1);
  EXPECT_TRUE(Waits(pusher));  // 40 and 61 are still too many
  EXPECT_EQ(queue.Pop({}), 2);
  pusher.thread.join();
  EXPECT_TRUE(pusher.accepted);
  EXPECT_EQ(queue.bytes(), 61U);
}

TEST(BoundedQueue, AdmitsAnOversizedItemAlone) {
  BoundedQueue<int> queue(10, 100);
  ASSERT_TRUE(queue.Push(1, 1'000'000, {}));
  Pusher pusher(queue, 2, 0);
  EXPECT_TRUE(Waits(pusher));
  EXPECT_EQ(queue.Pop({}), 1);
  pusher.thread.join();
  EXPECT_TRUE(pusher.accepted);
  EXPECT_EQ(queue.Pop({}), 2);
}

TEST(BoundedQueue, CloseDrainsAndThenEnds) {
  BoundedQueue<int> queue(10, 100);
  ASSERT_TRUE(queue.Push(1, 1, {}));
  queue.Close();
  EXPECT_FALSE(queue.Push(2, 1, {}));
  EXPECT_EQ(queue.Pop({}), 1);
  EXPECT_EQ(queue.Pop({}), std::nullopt);
}

TEST(BoundedQueue, CloseWakesWhoWaits) {
  BoundedQueue<int> empty(1, 100);
  std::optional<int> popped = 1;
  std::thread consumer([&] { popped = empty.Pop({}); });
  BoundedQueue<int> full(1, 100);
  ASSERT_TRUE(full.Push(1, 1, {}));
  Pusher pusher(full, 2, 1);
  empty.Close();
  full.Close();
  consumer.join();
  pusher.thread.join();
  EXPECT_EQ(popped, std::nullopt);
  EXPECT_FALSE(pusher.accepted);
}

TEST(BoundedQueue, AStopWakesWhoWaits) {
  BoundedQueue<int> empty(1, 100);
  std::optional<int> popped = 1;
  std::jthread consumer([&](std::stop_token stop) { popped = empty.Pop(stop); });
  BoundedQueue<int> full(1, 100);
  ASSERT_TRUE(full.Push(1, 1, {}));
  Pusher pusher(full, 2, 1);
  consumer.request_stop();
  pusher.thread.request_stop();
  consumer.join();
  pusher.thread.join();
  EXPECT_EQ(popped, std::nullopt);
  EXPECT_FALSE(pusher.accepted);
  EXPECT_EQ(full.items(), 1U);
}

TEST(BoundedQueue, LosesAndRepeatsNothingAmongManyThreads) {
  BoundedQueue<int> queue(3, 50);
  constexpr int kPerProducer = 2'000;
  std::atomic<long> sum = 0;
  std::atomic<int> count = 0;
  std::vector<std::jthread> consumers;
  for (int c = 0; c < 3; ++c) {
    consumers.emplace_back([&] {
      while (auto item = queue.Pop({})) {
        sum += *item;
        ++count;
      }
    });
  }
  std::vector<std::jthread> producers;
  for (int p = 0; p < 3; ++p) {
    producers.emplace_back([&, p] {
      for (int i = 0; i < kPerProducer; ++i) {
        const int item = p * kPerProducer + i;
        EXPECT_TRUE(queue.Push(item, static_cast<std::size_t>(item % 70), {}));
      }
    });
  }
  producers.clear();
  queue.Close();
  consumers.clear();
  const long n = 3L * kPerProducer;
  EXPECT_EQ(count, n);
  EXPECT_EQ(sum, n * (n - 1) / 2);
}

}  // namespace
}  // namespace lake
