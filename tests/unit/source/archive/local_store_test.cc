#include "source/archive/local_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "support/fake_clock.h"
#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using testing::IsError;
using testing::TempFolder;

class LocalStoreTest : public ::testing::Test {
 protected:
  // Far in the future, so that the folders of the test count as unchanged for long.
  testing::FakeClock clock_{4'000'000'000'000'000};
  TempFolder folder_;
  std::shared_ptr<LocalStore> store_ = LocalStore::Open(folder_.path().string(), clock_).value();

  // "a b/ c": objects and folders of all pages, with `limit` in each.
  std::string Listed(std::string prefix, std::string start_after = "", std::uint32_t limit = 1000) {
    ListRequest request{std::move(prefix), std::move(start_after), "", limit};
    std::string names;
    do {
      auto page = store_->List(request, {});
      EXPECT_THAT(page, testing::IsOk());
      if (!page.ok()) return names;
      EXPECT_LE(page->objects.size() + page->folders.size(), limit);
      for (const auto& object : page->objects) names += object.key + " ";
      for (const auto& name : page->folders) names += name + " ";
      request.page_token = page->next_page_token;
    } while (!request.page_token.empty());
    return names;
  }
};

TEST_F(LocalStoreTest, ListsOneLevelInTheOrderOfKeys) {
  for (const char* name : {"b", "a", "c/x", "c/y", ".hidden", "d/e/f"}) folder_.Write(name, "1");
  EXPECT_EQ(Listed(""), ".hidden a b c/ d/ ");
  EXPECT_EQ(Listed("c/"), "c/x c/y ");
  EXPECT_EQ(Listed("c/", "c/x"), "c/y ");
  EXPECT_EQ(Listed("", "a"), "b c/ d/ ");
  EXPECT_EQ(Listed("d/"), "d/e/ ");
  EXPECT_EQ(Listed("b"), "b ");
  EXPECT_EQ(Listed("nowhere/"), "");
}

TEST_F(LocalStoreTest, GivesPagesOfTheSizeThatWasAskedFor) {
  for (int i = 0; i < 10; ++i) folder_.Write("x/" + std::to_string(i), "1");
  EXPECT_EQ(Listed("x/", "", 3), "x/0 x/1 x/2 x/3 x/4 x/5 x/6 x/7 x/8 x/9 ");
  EXPECT_EQ(Listed("x/", "x/4", 2), "x/5 x/6 x/7 x/8 x/9 ");
}

TEST_F(LocalStoreTest, SeesNewFilesInAFolderThatItHasListed) {
  folder_.Write("x/1", "1");
  EXPECT_EQ(Listed("x/"), "x/1 ");
  folder_.Write("x/2", "1");
  EXPECT_EQ(Listed("x/"), "x/1 x/2 ");
}

TEST_F(LocalStoreTest, GivesWholeObjectsAndTheirSizes) {
  folder_.Write("x/1", "content");
  const auto object = store_->Get("x/1", {});
  ASSERT_THAT(object, testing::IsOk());
  EXPECT_EQ(AsText(object->bytes), "content");
  EXPECT_EQ(store_->Size("x/1", {}).value(), 7u);
  EXPECT_EQ(store_->List({"x/", "", "", 10}, {})->objects.at(0).size, 7u);
  EXPECT_THAT(store_->Get("x/2", {}), IsError(Code::kNotFound));
  EXPECT_THAT(store_->Size("x/2", {}), IsError(Code::kNotFound));
}

TEST_F(LocalStoreTest, RefusesKeysThatLeaveTheLake) {
  folder_.Write("lake/x", "inside");
  folder_.Write("secret", "outside");
  auto store = LocalStore::Open(folder_.File("lake"), clock_).value();
  for (const char* key : {"../secret", "/etc/passwd", "a/../../secret", "..", ".", "", "x//y",
                          "./x", "x/", "a/./b"}) {
    EXPECT_THAT(store->Get(key, {}), IsError(Code::kInvalidArgument)) << key;
    EXPECT_THAT(store->Size(key, {}), IsError(Code::kInvalidArgument)) << key;
  }
  EXPECT_THAT(store->Get(std::string_view("x\0y", 3), {}), IsError(Code::kInvalidArgument));
  EXPECT_THAT(store->Get(std::string(2000, 'x'), {}), IsError(Code::kInvalidArgument));
  EXPECT_THAT(store->List({"../", "", "", 10}, {}), IsError(Code::kInvalidArgument));
}

TEST_F(LocalStoreTest, ReportsLinksInACircleAndThingsThatAreNoFiles) {
  std::filesystem::create_symlink("loop", folder_.path() / "loop");
  std::filesystem::create_directory_symlink(".", folder_.path() / "self");
  ASSERT_EQ(::mkfifo(folder_.File("pipe").c_str(), 0600), 0);
  EXPECT_FALSE(store_->Get("loop", {}).ok());
  EXPECT_FALSE(store_->Get("pipe", {}).ok());
  EXPECT_FALSE(store_->Get("self", {}).ok());
  EXPECT_EQ(Listed(""), "self/ ");
}

TEST_F(LocalStoreTest, IsAFolder) {
  EXPECT_THAT(LocalStore::Open(folder_.File("missing")), IsError(Code::kNotFound));
  EXPECT_THAT(LocalStore::Open(folder_.Write("file", "")), IsError(Code::kInvalidArgument));
}

TEST_F(LocalStoreTest, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(store_->Get("x", stop.get_token()), IsError(Code::kCancelled));
  EXPECT_THAT(store_->List({}, stop.get_token()), IsError(Code::kCancelled));
}

// The first wait returns at once, since what was listed before it was not watched.
TEST_F(LocalStoreTest, AwaitNewsEndsWhenAnObjectComes) {
  constexpr std::int64_t kMinute = 60'000'000;
  EXPECT_TRUE(store_->AwaitNews(SystemClock(), kMinute, {}));
  ASSERT_TRUE(store_->List({}, {}).ok());
  const auto begin = std::chrono::steady_clock::now();
  const std::jthread writing([&] { folder_.Write("FFFFFF9B--100.xdr.zst", "x"); });
  EXPECT_TRUE(store_->AwaitNews(SystemClock(), kMinute, {}));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(store_->AwaitNews(SystemClock(), kMinute, stop.get_token()));
}

}  // namespace
}  // namespace lake
