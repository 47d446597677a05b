#include "source/archive/object_prefetcher.h"

#include <gtest/gtest.h>

#include <atomic>
#include <new>
#include <stdexcept>
#include <thread>

#include "source/archive/object_key.h"
#include "support/fake_object_store.h"
#include "support/matchers.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;

class ObjectPrefetcherTest : public ::testing::Test {
 protected:
  ArchiveObject Put(std::uint32_t ledger) {
    const std::string key = ArchiveSchema().KeyOf(ledger, "zst");
    store_->Put(key, testing::ZstdFrame(testing::TinyBatch(ledger, ledger)));
    return {key, ledger, ledger, 0};
  }
  void Start() { prefetcher_.emplace(store_, pool_, options_); }

  SourceOptions options_;
  std::shared_ptr<testing::FakeObjectStore> store_ = std::make_shared<testing::FakeObjectStore>();
  std::shared_ptr<BufferPool> pool_ = std::make_shared<BufferPool>(1 << 20);
  std::optional<ObjectPrefetcher> prefetcher_;
};

TEST_F(ObjectPrefetcherTest, GivesObjectsInTheOrderTheyWereAskedFor) {
  options_.prefetch_threads = 4;
  options_.prefetch_objects = 64;
  // Even ledgers come late.
  store_->before_get = [](std::string_view key) {
    const bool even = key.find("0.xdr") != key.npos || key.find("2.xdr") != key.npos;
    for (int i = 0; even && i < 50; ++i) std::this_thread::yield();
    return Status();
  };
  Start();
  for (std::uint32_t ledger = 100; ledger < 164; ++ledger) prefetcher_->Submit(Put(ledger));
  EXPECT_FALSE(prefetcher_->has_room());
  for (std::uint32_t ledger = 100; ledger < 164; ++ledger) {
    const auto taken = prefetcher_->Take({});
    ASSERT_THAT(taken.loaded, IsOk());
    EXPECT_EQ(taken.object.first, ledger);
    EXPECT_EQ(taken.loaded->ledgers.at(0).sequence, ledger);
  }
  EXPECT_EQ(prefetcher_->pending(), 0u);
}

TEST_F(ObjectPrefetcherTest, HoldsNoMoreBytesThanItMay) {
  options_.prefetch_threads = 4;
  options_.prefetch_objects = 32;
  options_.prefetch_bytes = 3 * testing::TinyLedger(100).size();
  std::atomic<int> gets = 0;
  store_->before_get = [&](std::string_view) {
    ++gets;
    return Status();
  };
  Start();
  // Until the first object is loaded nothing is known about sizes; then the bound holds.
  prefetcher_->Submit(Put(100));
  ASSERT_THAT(prefetcher_->Take({}).loaded, IsOk());
  for (std::uint32_t ledger = 101; ledger < 121; ++ledger) prefetcher_->Submit(Put(ledger));
  for (std::uint32_t taken = 0; taken < 20; ++taken) {
    for (int i = 0; i < 200; ++i) std::this_thread::yield();
    EXPECT_LE(gets, 1 + static_cast<int>(taken) + 3);
    ASSERT_THAT(prefetcher_->Take({}).loaded, IsOk());
  }
}

TEST_F(ObjectPrefetcherTest, LoadsAnObjectLargerThanTheBoundAlone) {
  options_.prefetch_bytes = 1;
  Start();
  for (std::uint32_t ledger = 100; ledger < 105; ++ledger) prefetcher_->Submit(Put(ledger));
  for (int i = 0; i < 5; ++i) EXPECT_THAT(prefetcher_->Take({}).loaded, IsOk());
}

TEST_F(ObjectPrefetcherTest, GivesAnErrorWhereItsObjectStands) {
  Start();
  prefetcher_->Submit(Put(100));
  prefetcher_->Submit({"FFFFFF9A--101.xdr.zst", 101, 101, 0});
  prefetcher_->Submit(Put(102));
  EXPECT_THAT(prefetcher_->Take({}).loaded, IsOk());
  EXPECT_THAT(prefetcher_->Take({}).loaded, IsError(Code::kNotFound));
  EXPECT_THAT(prefetcher_->Take({}).loaded, IsOk());
}

TEST_F(ObjectPrefetcherTest, TurnsAnExceptionIntoAnError) {
  store_->before_get = [](std::string_view key) -> Status {
    if (key.find("--100") != key.npos) throw std::runtime_error("a library threw");
    throw std::bad_alloc();
  };
  Start();
  prefetcher_->Submit(Put(100));
  prefetcher_->Submit(Put(101));
  EXPECT_THAT(prefetcher_->Take({}).loaded, IsError(Code::kInternal));
  EXPECT_THAT(prefetcher_->Take({}).loaded, IsError(Code::kResourceExhausted));
}

TEST_F(ObjectPrefetcherTest, EndsWithObjectsStillToLoad) {
  options_.prefetch_objects = 1000;
  Start();
  for (std::uint32_t ledger = 100; ledger < 1100; ++ledger) prefetcher_->Submit(Put(ledger));
  prefetcher_.reset();
  SUCCEED();
}

}  // namespace
}  // namespace lake
