#include "ingest/flush_policy.h"

#include <gtest/gtest.h>

#include "support/tiny_batch.h"

namespace lake {
namespace {

using testing::MakeTinyBatch;

constexpr FlushLimits kNone{
    .ledgers = 1'000, .table_rows = 1'000'000, .bytes = 1u << 30, .interval_ms = 0};

// How many ledgers of ten rows are in the batch when it is full.
std::size_t FullAfter(const FlushLimits& limits) {
  FlushPolicy policy(limits);
  const Batch batch = MakeTinyBatch(1, 100);
  std::size_t count = 0;
  for (const auto& ledger : batch.ledgers) {
    if (policy.Full()) break;
    policy.Add(*ledger, 0);
    ++count;
  }
  return count;
}

TEST(FlushPolicy, IsFullByLedgersRowsOrBytesWhicheverIsFirst) {
  EXPECT_EQ(FullAfter(kNone), 100u);
  FlushLimits limits = kNone;
  limits.ledgers = 7;
  EXPECT_EQ(FullAfter(limits), 7u);
  limits.table_rows = 41;  // of the larger table, not of both
  EXPECT_EQ(FullAfter(limits), 5u);
  const std::size_t each = MakeTinyBatch(1, 1).ledgers.front()->memory_bytes();
  ASSERT_GT(each, 0u);
  limits.bytes = 1;
  EXPECT_EQ(FullAfter(limits), 1u);
}

TEST(FlushPolicy, CountsTheBytesOfRowsTextsAndRawLedgers) {
  Batch batch = MakeTinyBatch(2, 2);
  LedgerRows& ledger = *batch.ledgers.front();
  const std::size_t before = ledger.memory_bytes();
  ledger.raw_bytes = 5'000;
  ledger.arena.Allocate(3'000);
  FlushLimits limits = kNone;
  limits.bytes = before + 8'000;
  FlushPolicy policy(limits);
  policy.Add(ledger, 0);
  EXPECT_TRUE(policy.Full());
  ++limits.bytes;
  FlushPolicy larger(limits);
  larger.Add(ledger, 0);
  EXPECT_FALSE(larger.Full());
}

TEST(FlushPolicy, BeginsAnewWhenItIsCleared) {
  FlushLimits limits = kNone;
  limits.table_rows = 20;
  FlushPolicy policy(limits);
  const Batch batch = MakeTinyBatch(1, 2);
  for (const auto& ledger : batch.ledgers) policy.Add(*ledger, 0);
  EXPECT_TRUE(policy.Full());
  policy.Clear();
  EXPECT_FALSE(policy.Full());
  policy.Add(*batch.ledgers[0], 0);
  EXPECT_FALSE(policy.Full());
  policy.Add(*batch.ledgers[1], 0);
  EXPECT_TRUE(policy.Full());
}

TEST(FlushPolicy, IsDueAnIntervalAfterTheFirstLedger) {
  FlushLimits limits = kNone;
  limits.interval_ms = 100;
  FlushPolicy policy(limits);
  const Batch batch = MakeTinyBatch(1, 2);
  EXPECT_EQ(policy.DueInMs(5'000'000), std::nullopt);
  policy.Add(*batch.ledgers[0], 1'000'000);
  policy.Add(*batch.ledgers[1], 1'050'000);
  EXPECT_EQ(policy.DueInMs(1'000'000), 100);
  EXPECT_EQ(policy.DueInMs(1'060'000), 40);
  EXPECT_EQ(policy.DueInMs(9'000'000), 0);
  policy.Clear();
  EXPECT_EQ(policy.DueInMs(9'000'000), std::nullopt);
  policy.Add(*batch.ledgers[0], 9'000'000);
  EXPECT_EQ(policy.DueInMs(9'001'000), 99);
}

TEST(FlushPolicy, IsNeverDueByTimeWithoutAnInterval) {
  FlushPolicy policy(kNone);
  policy.Add(*MakeTinyBatch(1, 1).ledgers.front(), 0);
  EXPECT_EQ(policy.DueInMs(1'000'000'000'000), std::nullopt);
}

}  // namespace
}  // namespace lake
