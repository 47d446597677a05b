#include "source/archive/folder_watch.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "support/temp_folder.h"

namespace lake {
namespace {

using testing::TempFolder;

constexpr std::int64_t kMinute = 60'000'000;  // a wait that has to be cut short

class FolderWatchTest : public ::testing::Test {
 protected:
  // Waits in another thread, lets `change` happen meanwhile, and tells whether the wait ended by it
  // and not by its own time.
  template <class Change>
  bool IsWokenBy(Change change) {
    using std::chrono::steady_clock;
    const auto begin = steady_clock::now();
    std::jthread waiting([&] { watch_.Wait(kMinute, {}); });
    change();
    waiting.join();
    return steady_clock::now() - begin < std::chrono::seconds(30);
  }

  TempFolder folder_;
  FolderWatch watch_;
};

TEST_F(FolderWatchTest, FilesAndFoldersThatComeEndAWait) {
  watch_.Add(folder_.path());
  EXPECT_TRUE(IsWokenBy([&] { folder_.Write("a.zst", "x"); }));
  EXPECT_TRUE(IsWokenBy([&] { std::filesystem::create_directory(folder_.path() / "partition"); }));
  const TempFolder other;
  const std::string moved = other.Write("b.zst", "x");
  EXPECT_TRUE(IsWokenBy([&] { std::filesystem::rename(moved, folder_.path() / "b.zst"); }));
  EXPECT_TRUE(IsWokenBy([&] {
    std::filesystem::create_hard_link(folder_.path() / "b.zst", folder_.path() / "c.zst");
  }));
}

TEST_F(FolderWatchTest, WhatCameBeforeTheWaitCounts) {
  watch_.Add(folder_.path());
  folder_.Write("a.zst", "x");
  EXPECT_TRUE(IsWokenBy([] {}));
}

TEST_F(FolderWatchTest, AFileThatStaysOpenIsLookedAtAllTheSame) {
  watch_.Add(folder_.path());
  std::ofstream file;
  EXPECT_TRUE(IsWokenBy([&] { file.open(folder_.path() / "a.zst"); }));
}

TEST_F(FolderWatchTest, NothingNewTakesTheWholeTime) {
  watch_.Add(folder_.path());
  watch_.Add(folder_.File("missing"));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(watch_.Wait(30'000, {}));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(30));
}

TEST_F(FolderWatchTest, AStopEndsTheWaitAndNotTheNextOne) {
  std::stop_source stop;
  const std::jthread stopping([&] { stop.request_stop(); });
  EXPECT_FALSE(watch_.Wait(kMinute, stop.get_token()));
  EXPECT_FALSE(watch_.Wait(kMinute, stop.get_token()));
  EXPECT_TRUE(watch_.Wait(1'000, {}));
}

// The newest partitions are watched, however many there are.
TEST_F(FolderWatchTest, ForgetsTheOldestFolders) {
  for (int i = 99; i >= 10; --i) {
    const std::string name = "F" + std::to_string(i);
    std::filesystem::create_directory(folder_.path() / name);
    watch_.Add((folder_.path() / name).string());
  }
  EXPECT_TRUE(IsWokenBy([&] { folder_.Write("F10/a.zst", "x"); }));
}

}  // namespace
}  // namespace lake
