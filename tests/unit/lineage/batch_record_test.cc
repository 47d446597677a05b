#include "lineage/batch_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::IsOk;

// The hash of ledger `sequence` in tests.
Hash256 HashOf(std::uint32_t sequence) {
  Hash256 hash{};
  hash[0] = static_cast<std::uint8_t>(sequence);
  hash[1] = static_cast<std::uint8_t>(sequence >> 8);
  return hash;
}

CoveredRange Range(std::uint32_t first, std::uint32_t last) {
  return {first, last, HashOf(first - 1), HashOf(last)};
}

BatchRecord Batch(std::uint32_t first, std::uint32_t last,
                  std::vector<std::string> tables = {"a", "b"}) {
  return {.batch_id = std::to_string(first),
          .range = Range(first, last),
          .tables = std::move(tables),
          .writer = "host:17",
          .created_at = "2024-01-02 03:04:05"};
}

TEST(CheckFits, TakesWhatTouchesAndChains) {
  const std::vector<BatchRecord> near{Batch(1, 50), Batch(101, 150)};
  EXPECT_THAT(CheckFits(Batch(51, 100), near), IsOk());
}

TEST(CheckFits, NamesTheBatchThatHoldsTheLedgers) {
  const std::vector<BatchRecord> near{Batch(1, 50)};
  const Status status = CheckFits(Batch(50, 99), near);
  EXPECT_THAT(status, IsError(Code::kConflict));
  EXPECT_THAT(status,
              HasMessage("ledgers 50-50 of a are in the lake already: host:17 wrote ledgers "
                         "1-50 at 2024-01-02 03:04:05"));
}

TEST(CheckFits, LetsOtherTablesOfTheSameLedgersIn) {
  const std::vector<BatchRecord> near{Batch(1, 50)};
  EXPECT_THAT(CheckFits(Batch(1, 50, {"c"}), near), IsOk());
  BatchRecord other_chain = Batch(1, 50, {"c"});
  other_chain.range.last_hash = HashOf(99);
  EXPECT_THAT(CheckFits(other_chain, near), IsError(Code::kDataLoss));
}

TEST(CheckFits, RefusesABreakOfTheChainOnEitherSide) {
  const std::vector<BatchRecord> near{Batch(1, 50), Batch(101, 150)};
  BatchRecord left = Batch(51, 90);
  left.range.first_previous_hash = HashOf(7);
  EXPECT_THAT(CheckFits(left, near), HasMessage("the hash of ledger 50 is 0700"));
  BatchRecord right = Batch(60, 100);
  right.range.last_hash = HashOf(7);
  EXPECT_THAT(CheckFits(right, near), HasMessage("the hash of ledger 100 is 0700"));
}

TEST(CheckFits, HoldsAtTheEndsOfAllNumbers) {
  constexpr std::uint32_t kHighest = std::numeric_limits<std::uint32_t>::max();
  const BatchRecord highest = Batch(kHighest, kHighest);
  const BatchRecord lowest = Batch(0, 0);
  // Neither has a neighbour on its far side, so the two know nothing of each other.
  EXPECT_THAT(CheckFits(lowest, std::vector{highest}), IsOk());
  EXPECT_THAT(CheckFits(highest, std::vector{lowest}), IsOk());
  EXPECT_THAT(CheckFits(highest, std::vector{highest}), IsError(Code::kConflict));
}

}  // namespace
}  // namespace lake
