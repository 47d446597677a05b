#include "source/archive/listed_index.h"

#include <gtest/gtest.h>

#include <functional>
#include <stop_token>

#include "support/fake_object_store.h"
#include "support/matchers.h"
#include "support/read_ledgers.h"

namespace lake {
namespace {

// A lake in memory whose objects have no content: the index looks at names only.
class ListedIndexTest : public ::testing::Test {
 protected:
  void Fill(ArchiveSchema schema, std::uint32_t first, std::uint32_t last) {
    for (std::uint64_t at = first; at <= last; at += schema.ledgers_per_batch) {
      store_->Put(schema.KeyOf(static_cast<std::uint32_t>(at), "zst"), "x");
    }
  }
  std::shared_ptr<testing::FakeObjectStore> store_ = std::make_shared<testing::FakeObjectStore>();
};

TEST_F(ListedIndexTest, ListsOnlyTheKeysOfTheRange) {
  Fill({1, 64000}, 60'000, 75'000);
  ListedIndex index(store_, ArchiveSchema{1, 64000});
  const auto found = index.Find(70'000, 70'499, {}).value();
  ASSERT_EQ(found.size(), 500u);
  EXPECT_EQ(found.front().first, 70'000u);
  EXPECT_EQ(found.back().last, 70'499u);
  EXPECT_EQ(store_->lists(), 2);  // the root, and one page of the partition
}

TEST_F(ListedIndexTest, FindsTheEndsOfALakeTooLargeToList) {
  const ArchiveSchema schema{1, 64000};
  for (std::uint32_t first = 0; first < 64'000 * 30; first += 64'000)
    Fill(schema, first, first + 9);
  store_->Remove(schema.KeyOf(0, "zst"));
  ListedIndex index(store_, schema);
  const auto extent = index.Extent({});
  ASSERT_THAT(extent, testing::IsOk());
  EXPECT_FALSE(extent->exact);
  EXPECT_EQ(testing::DescribeRanges(*extent), "1-1856009, 1856009 objects");
  EXPECT_LT(store_->lists(), 25);
}

TEST_F(ListedIndexTest, ShowsAMissingPartitionOfALargeLake) {
  const ArchiveSchema schema{1, 10'000};
  for (std::uint32_t first = 10'000; first < 10'000 * 30; first += 10'000) {
    if (first != 200'000) Fill(schema, first, first + 9);
  }
  const auto extent = ListedIndex(store_, schema).Extent({});
  ASSERT_THAT(extent, testing::IsOk());
  EXPECT_FALSE(extent->exact);
  EXPECT_EQ(testing::DescribeRanges(*extent), "10000-199999 210000-290009, 270010 objects");
}

TEST_F(ListedIndexTest, ListsASparseLakeInFull) {
  Fill({1, 10'000'000}, 100, 105);
  Fill({1, 10'000'000}, 50'000'000, 50'000'001);
  const auto extent = ListedIndex(store_, std::nullopt).Extent({});
  ASSERT_THAT(extent, testing::IsOk());
  EXPECT_TRUE(extent->exact);
  EXPECT_EQ(testing::DescribeRanges(*extent), "100-105 50000000-50000001, 8 objects");
}

TEST_F(ListedIndexTest, ListsASmallLakeInFull) {
  Fill({10, 10}, 100, 299);
  store_->Remove(ArchiveSchema{10, 10}.KeyOf(150, "zst"));
  const auto extent = ListedIndex(store_, ArchiveSchema{10, 10}).Extent({});
  ASSERT_THAT(extent, testing::IsOk());
  EXPECT_TRUE(extent->exact);
  EXPECT_EQ(testing::DescribeRanges(*extent), "100-149 160-299, 19 objects");
  EXPECT_EQ(extent->object_bytes, 19u);
}

TEST_F(ListedIndexTest, MeasuresAFlatLake) {
  Fill({}, 5'000, 8'500);
  const auto extent = ListedIndex(store_, std::nullopt).Extent({});
  ASSERT_THAT(extent, testing::IsOk());
  EXPECT_EQ(testing::DescribeRanges(*extent), "5000-8500, 3501 objects");
}

TEST_F(ListedIndexTest, SeesPartitionsThatCameLater) {
  Fill({1, 100}, 100, 199);
  ListedIndex index(store_, ArchiveSchema{1, 100});
  EXPECT_EQ(index.Newest(0, {}).value(), 199u);
  Fill({1, 100}, 200, 205);
  EXPECT_EQ(index.Find(198, 210, {})->size(), 8u);
  EXPECT_EQ(index.Newest(0, {}).value(), 205u);
  EXPECT_EQ(index.Newest(206, {}).value(), std::nullopt);
}

TEST_F(ListedIndexTest, FindsTheLargestLedgers) {
  store_->Put(FormatBatchName({4294967295u, 4294967295u, "zst"}), "x");
  ListedIndex index(store_, std::nullopt);
  EXPECT_EQ(index.Newest(0, {}).value(), 4294967295u);
  EXPECT_EQ(index.Find(4294967290u, 4294967295u, {})->size(), 1u);
}

// A store that answers nonsense.
class DishonestStore : public testing::FakeObjectStore {
 public:
  Result<ObjectPage> List(const ListRequest& request, std::stop_token stop) override {
    auto page = FakeObjectStore::List(request, stop);
    if (page.ok()) std::reverse(page->objects.begin(), page->objects.end());
    return page;
  }
};

TEST(ListedIndexOfADishonestStore, RefusesAListingOutOfOrder) {
  auto store = std::make_shared<DishonestStore>();
  for (const char* key : {"FFFFFF9B--100.xdr.zst", "FFFFFF9A--101.xdr.zst"}) store->Put(key, "x");
  EXPECT_THAT(ListedIndex(store, std::nullopt).Find(100, 101, {}),
              testing::HasMessage("not in the order of keys"));
}

TEST_F(ListedIndexTest, BatchesAtTheRootMayLieAmongThoseOfPartitions) {
  const ArchiveSchema schema{1, 64000};
  for (std::uint32_t first = 0; first < 64'000 * 30; first += 64'000) {
    Fill(schema, first, first + 9);
  }
  for (const std::uint32_t at : {70'000u, 80'000u}) {
    store_->Put(ArchiveSchema{1, 1}.KeyOf(at, "zst"), "x");
  }
  const auto extent = ListedIndex(store_, schema).Extent({});
  ASSERT_THAT(extent, testing::IsOk());
  EXPECT_FALSE(extent->exact);
  EXPECT_EQ(extent->ledgers.last(), 1'856'009u);
}

// Answers every listing with a page that says there are more.
class EndlessStore : public testing::FakeObjectStore {
 public:
  using Page = std::function<ObjectPage(int number)>;
  explicit EndlessStore(Page page) : page_(std::move(page)) {}
  Result<ObjectPage> List(const ListRequest&, std::stop_token) override { return page_(pages_++); }
  int pages() const { return pages_; }

 private:
  const Page page_;
  int pages_ = 0;
};

TEST(EndlessListing, IsAnErrorWhenItsPagesComeToNothing) {
  const EndlessStore::Page same_token = [](int) {
    return ObjectPage{.objects = {}, .folders = {}, .next_page_token = "t", .reached = {}};
  };
  const EndlessStore::Page new_tokens = [](int number) {
    return ObjectPage{.objects = {{"readme", 1}},
                      .folders = {},
                      .next_page_token = std::to_string(number),
                      .reached = {}};
  };
  for (const auto& page : {same_token, new_tokens}) {
    auto store = std::make_shared<EndlessStore>(page);
    ListedIndex index(store, ArchiveSchema{1, 10});
    EXPECT_THAT(index.Newest(0, {}), testing::IsError(Code::kDataLoss));
    EXPECT_LT(store->pages(), 50);
    EXPECT_THAT(index.Find(1, 5, {}), testing::IsError(Code::kDataLoss));
    EXPECT_THAT(index.Extent({}), testing::IsError(Code::kDataLoss));
  }
}

TEST(EndlessListing, EndsAtAStopBetweenPages) {
  std::stop_source stop;
  auto store = std::make_shared<EndlessStore>([&](int number) {
    if (number == 20) stop.request_stop();
    return ObjectPage{.objects = {{fmt::format("a{:09}", number), 1}},
                      .folders = {},
                      .next_page_token = std::to_string(number),
                      .reached = {}};
  });
  ListedIndex index(store, ArchiveSchema{1, 10});
  EXPECT_THAT(index.Newest(0, stop.get_token()), testing::IsError(Code::kCancelled));
  EXPECT_EQ(store->pages(), 21);
}

}  // namespace
}  // namespace lake
