#include "flush/slice.h"

#include <gtest/gtest.h>

#include "tables/all.h"

namespace lake {
namespace {

HotBatch Batch(std::uint32_t first, std::uint32_t last, std::uint64_t rows,
               std::string source = "a") {
  return {
      .span = {first, last},
      .last_hash = {},
      .source = std::move(source),
      .pipeline_version = "1",
      .processor_name = "p",
      .xdr_bytes = 1'000,
      .sums = {{.table = kLedgers.spec, .rows = 1, .digest = "", .same_columns = true},
               {.table = kTransactions.spec, .rows = rows, .digest = "", .same_columns = true}}};
}

BatchRecord Record(std::uint32_t first, std::uint32_t last) {
  return {
      .batch_id = "", .range = {first, last, {}, {}}, .tables = {}, .writer = "", .created_at = ""};
}

TEST(Slice, HasWholeBatchesUpToItsLedgers) {
  const std::vector<BatchRecord> batches{Record(1, 4), Record(5, 8), Record(9, 12)};
  EXPECT_EQ(FirstLedgers(batches, {.ledgers = 10}), (LedgerSpan{1, 8}));
  EXPECT_EQ(FirstLedgers(batches, {.ledgers = 12}), (LedgerSpan{1, 12}));
  EXPECT_EQ(FirstLedgers(batches, {.ledgers = 2}), (LedgerSpan{1, 4}));
}

TEST(Slice, HasNoMoreRowsOfATableThanABatchMay) {
  const std::vector<HotBatch> batches{Batch(1, 1, 10), Batch(2, 2, 10), Batch(3, 3, 11)};
  EXPECT_EQ(SliceOf(batches, {.table_rows = 30}, false), 2u);
  EXPECT_EQ(SliceOf(batches, {.table_rows = 31}, false), 3u);
  EXPECT_EQ(SliceOf(batches, {.table_rows = 5}, false), 1u);
}

TEST(Slice, IsOfOneSource) {
  const std::vector<HotBatch> batches{Batch(1, 1, 1), Batch(2, 2, 1), Batch(3, 3, 1, "b")};
  EXPECT_EQ(SliceOf(batches, {}, false), 2u);
}

TEST(Slice, FitsMemoryWhereRowsStayThere) {
  const std::vector<HotBatch> batches{Batch(1, 1, 1), Batch(2, 2, 1), Batch(3, 3, 1)};
  EXPECT_EQ(SliceOf(batches, {.bytes = 5'000}, false), 3u);
  EXPECT_LT(SliceOf(batches, {.bytes = 5'000}, true), 3u);
  EXPECT_EQ(SliceOf(batches, {.bytes = 1}, true), 1u);
}

}  // namespace
}  // namespace lake
