#include "flush/flush_window.h"

#include <gmock/gmock.h>

#include "support/matchers.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using testing::IsError;
using testing::IsOk;

Hash256 HashOf(std::uint32_t ledger) {
  Hash256 hash{};
  hash[0] = static_cast<std::uint8_t>(ledger);
  hash[1] = static_cast<std::uint8_t>(ledger >> 8);
  return hash;
}

BatchRecord Batch(std::uint32_t first, std::uint32_t last) {
  return {.batch_id = "",
          .range = {first, last, HashOf(first - 1), HashOf(last)},
          .tables = {},
          .writer = "",
          .created_at = ""};
}

HotState State(std::optional<std::uint32_t> flushed = {}) {
  HotState state;
  state.network = "test";
  state.epoch = 3;
  state.rows_epoch = 3;
  state.flushed_through = flushed;
  if (flushed) state.flushed_hash = HashOf(*flushed);
  return state;
}

std::vector<LedgerSpan> Spans(const FlushWindow& window) {
  std::vector<LedgerSpan> spans;
  for (const BatchRecord& batch : window.batches) spans.push_back(batch.range.span());
  return spans;
}

TEST(FlushWindow, WithoutAMarkBeginsWithTheFirstBatch) {
  const auto window = MarkWindow(State(), {Batch(100, 104), Batch(105, 105)});
  ASSERT_THAT(window, IsOk());
  EXPECT_THAT(Spans(*window), ElementsAre(LedgerSpan{100, 104}, LedgerSpan{105, 105}));
  EXPECT_FALSE(window->hole);
  EXPECT_FALSE(window->has_flushed);
  EXPECT_EQ(window->ledgers, 6u);
}

TEST(FlushWindow, ContinuesWhatWasFlushed) {
  const auto window = MarkWindow(State(104), {Batch(100, 104), Batch(105, 109)});
  ASSERT_THAT(window, IsOk());
  EXPECT_THAT(Spans(*window), ElementsAre(LedgerSpan{105, 109}));
  EXPECT_TRUE(window->has_flushed);
  EXPECT_EQ(window->ledgers, 5u);
}

TEST(FlushWindow, StopsAtAHoleAndSaysWhatIsMissing) {
  const auto window = MarkWindow(State(99), {Batch(100, 101), Batch(105, 109), Batch(110, 110)});
  ASSERT_THAT(window, IsOk());
  EXPECT_THAT(Spans(*window), ElementsAre(LedgerSpan{100, 101}));
  EXPECT_EQ(window->hole, (LedgerSpan{102, 104}));
  EXPECT_EQ(window->behind_hole, (LedgerSpan{105, 109}));
  EXPECT_EQ(window->hole_hash, HashOf(104));
  EXPECT_EQ(window->ledgers, 8u);
}

TEST(FlushWindow, AHoleAtTheMarkLeavesNothingToFlush) {
  const auto window = MarkWindow(State(99), {Batch(101, 102)});
  ASSERT_THAT(window, IsOk());
  EXPECT_TRUE(window->batches.empty());
  EXPECT_EQ(window->hole, (LedgerSpan{100, 100}));
}

TEST(FlushWindow, ABufferThatIsNotWholeHasNothingToFlush) {
  HotState state = State(99);
  state.rows_epoch.reset();
  const auto window = MarkWindow(state, {Batch(100, 101)});
  ASSERT_THAT(window, IsOk());
  EXPECT_TRUE(window->batches.empty());
  EXPECT_FALSE(window->hole);
}

TEST(FlushWindow, BatchesThatDoNotChainOrOverlapAreDamage) {
  BatchRecord other = Batch(102, 103);
  other.range.first_previous_hash = HashOf(7);
  EXPECT_THAT(MarkWindow(State(), {Batch(100, 101), other}),
              IsError(Code::kDataLoss, "ledger 102 does not chain with ledger 101"));
  EXPECT_THAT(MarkWindow(State(101), {other}), IsError(Code::kDataLoss, "does not chain"));
  EXPECT_THAT(MarkWindow(State(), {Batch(100, 105), Batch(105, 106)}),
              IsError(Code::kDataLoss, "ledgers 105-106 begins inside"));
  EXPECT_THAT(MarkWindow(State(102), {Batch(100, 105)}),
              IsError(Code::kDataLoss, "ledgers 100-105 begins inside"));
}

TEST(FlushWindow, EndsWithTheHighestLedgerThereIs) {
  constexpr std::uint32_t kLast = 0xffffffff;
  const auto window = MarkWindow(State(kLast - 1), {Batch(kLast, kLast)});
  ASSERT_THAT(window, IsOk());
  EXPECT_EQ(window->batches.size(), 1u);
  const auto done = MarkWindow(State(kLast), {Batch(kLast, kLast)});
  ASSERT_THAT(done, IsOk());
  EXPECT_TRUE(done->batches.empty());
}

}  // namespace
}  // namespace lake
