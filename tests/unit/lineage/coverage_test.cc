#include "lineage/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/matchers.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using testing::HasMessage;
using ::testing::IsEmpty;
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

const std::vector<std::string> kBoth{"a", "b"};

TEST(CoveredRanges, MergesBatchesThatChainInWhateverOrderTheyCame) {
  EXPECT_THAT(CoveredRanges({Batch(51, 100), Batch(301, 400), Batch(1, 50)}, kBoth),
              ElementsAre(Range(1, 100), Range(301, 400)));
}

TEST(CoveredRanges, KeepsBatchesApartWhoseHashesDoNotChain) {
  BatchRecord second = Batch(51, 100);
  second.range.first_previous_hash = HashOf(77);
  EXPECT_EQ(CoveredRanges({Batch(1, 50), second}, kBoth).size(), 2u);
}

TEST(CoveredRanges, CountsOnlyBatchesThatHoldEveryTable) {
  const std::vector<BatchRecord> batches{Batch(1, 50), Batch(51, 100, {"a"}), Batch(1, 50, {"c"})};
  EXPECT_THAT(CoveredRanges(batches, kBoth), ElementsAre(Range(1, 50)));
  EXPECT_THAT(CoveredRanges(batches, std::vector<std::string>{"a"}), ElementsAre(Range(1, 100)));
  EXPECT_THAT(CoveredRanges(batches, std::vector<std::string>{"c"}), ElementsAre(Range(1, 50)));
  EXPECT_THAT(CoveredRanges({}, kBoth), IsEmpty());
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

TEST(NextWatermark, BeginsWithTheFirstBatchAndMovesOnlyOnContinuation) {
  EXPECT_EQ(NextWatermark(std::nullopt, Range(101, 150), {}), 150u);
  EXPECT_EQ(NextWatermark(150, Range(151, 200), {}), 200u);
  EXPECT_EQ(NextWatermark(200, Range(1, 50), {}), 200u);
  EXPECT_EQ(NextWatermark(200, Range(500, 550), {}), 200u);
}

TEST(NextWatermark, RunsOnOverWhatAlreadyFollows) {
  const std::vector<CoveredRange> after{Range(401, 500), Range(301, 400), Range(900, 950)};
  EXPECT_EQ(NextWatermark(200, Range(201, 300), after), 500u);
}

}  // namespace
}  // namespace lake
