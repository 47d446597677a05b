#include "source/archive/computed_index.h"

#include <gtest/gtest.h>

#include "support/fake_object_store.h"
#include "support/matchers.h"
#include "support/read_ledgers.h"

namespace lake {
namespace {

class ComputedIndexTest : public ::testing::Test {
 protected:
  void Fill(std::uint32_t first, std::uint32_t last, std::string_view compression = "zst") {
    for (std::uint64_t at = first; at <= last; at += schema_.ledgers_per_batch) {
      store_->Put(schema_.KeyOf(static_cast<std::uint32_t>(at), compression), "x");
    }
  }
  ArchiveSchema schema_{10, 100};
  std::shared_ptr<testing::FakeObjectStore> store_ =
      std::make_shared<testing::FakeObjectStore>(false);
};

TEST_F(ComputedIndexTest, FindsTheNewestWithFewQuestions) {
  Fill(0, 123'459);
  ComputedIndex index(store_, schema_);
  EXPECT_EQ(index.Newest(2, {}).value(), 123'459u);
  EXPECT_LT(store_->sizes(), 40);
  const int before = store_->sizes();
  Fill(123'460, 123'469);
  EXPECT_EQ(index.Newest(123'460, {}).value(), 123'469u);
  EXPECT_LT(store_->sizes() - before, 8);
  EXPECT_EQ(index.Newest(200'000, {}).value(), std::nullopt);
}

TEST_F(ComputedIndexTest, ComputesTheKeysOfARange) {
  Fill(0, 999, "zstd");
  ComputedIndex index(store_, schema_);
  const auto found = index.Find(5, 25, {}).value();
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].first, 2u);
  EXPECT_EQ(found[0].last, 9u);
  EXPECT_EQ(found[2].key, "FFFFFFFF--0-999/FFFFFFEB--20-29.xdr.zstd");
  EXPECT_EQ(index.Find(990, 1010, {})->size(), 1u);
  EXPECT_TRUE(index.Find(2000, 2010, {})->empty());
}

TEST_F(ComputedIndexTest, MeasuresALakeFromItsFirstLedger) {
  Fill(0, 4999);
  const auto extent = ComputedIndex(store_, schema_).Extent({});
  ASSERT_THAT(extent, testing::IsOk());
  EXPECT_EQ(testing::DescribeRanges(*extent), "2-4999, 500 objects");
  EXPECT_FALSE(extent->exact);
}

TEST_F(ComputedIndexTest, ReachesTheLargestLedger) {
  schema_ = {1u << 31, 1};
  Fill(0, 0);
  Fill(1u << 31, 1u << 31);
  EXPECT_EQ(ComputedIndex(store_, schema_).Newest(5, {}).value(), 4294967295u);
}

}  // namespace
}  // namespace lake
