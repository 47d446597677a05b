#include "sink/kept_files.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "sink/new_files.h"
#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

namespace fs = std::filesystem;
using testing::IsOk;
using testing::ReadFile;
using testing::TempFolder;

class KeptFilesTest : public ::testing::Test {
 protected:
  KeptFilesTest()
      : data_(folder_.path().string() + "/"),
        one_(folder_.Write("bronze/t/ducklake-1.parquet", "one")),
        two_(folder_.Write("bronze/t/ducklake-2.parquet", "two")) {}

  static LakeFile File(const std::string& path) {
    return {.path = path, .bytes = 3, .snapshot = 1};
  }

  TempFolder folder_;
  std::string data_;
  std::string one_;
  std::string two_;
};

TEST_F(KeptFilesTest, GivesBackWhatTheCatalogRefersToAlsoToAnotherProcess) {
  KeptFiles writer(data_, "host:1");
  ASSERT_THAT(writer.Keep(std::vector{one_, two_}), IsOk());
  fs::remove(one_);
  fs::remove(two_);
  const KeptFiles other(data_, "host:2");
  ASSERT_THAT(other.Restore(std::vector{File(one_)}), IsOk());
  EXPECT_EQ(ReadFile(one_), "one");
  EXPECT_FALSE(fs::exists(two_));  // nobody refers to it
}

TEST_F(KeptFilesTest, PassesOverWhatAnotherWriterHasRemovedMeanwhile) {
  KeptFiles writer(data_, "host:1");
  fs::remove(one_);
  ASSERT_THAT(writer.Keep(std::vector{one_, two_}), IsOk());
  fs::remove(two_);
  ASSERT_THAT(writer.Restore(std::vector{File(two_)}), IsOk());
  EXPECT_EQ(ReadFile(two_), "two");
}

TEST_F(KeptFilesTest, LeavesFilesAloneThatAreThere) {
  KeptFiles writer(data_, "host:1");
  ASSERT_THAT(writer.Keep(std::vector{one_}), IsOk());
  ASSERT_THAT(writer.Keep(std::vector{one_}), IsOk());  // a second attempt
  fs::remove(one_);
  folder_.Write("bronze/t/ducklake-1.parquet", "new");
  ASSERT_THAT(writer.Restore(std::vector{File(one_)}), IsOk());
  EXPECT_EQ(ReadFile(one_), "new");
}

TEST_F(KeptFilesTest, DropForgetsOnlyOnesOwnAndStaleSparesTheYoung) {
  KeptFiles writer(data_, "host:1");
  KeptFiles other(data_, "host:2");
  ASSERT_THAT(writer.Keep(std::vector{one_}), IsOk());
  ASSERT_THAT(other.Keep(std::vector{two_}), IsOk());
  writer.Drop();
  writer.DropStale();
  fs::remove(one_);
  fs::remove(two_);
  ASSERT_THAT(writer.Restore(std::vector{File(one_), File(two_)}), IsOk());
  EXPECT_FALSE(fs::exists(one_));
  EXPECT_TRUE(fs::exists(two_));
}

TEST(NewFiles, AreToldByTheTimeInTheirNames) {
  const TempFolder folder;
  // 0x018bcfe56800 ms is 2023-11-14 22:13:20 UTC.
  const std::string old =
      folder.Write("t/ducklake-018bcfe5-67ff-7000-8000-000000000000.parquet", "");
  const std::string young =
      folder.Write("t/ducklake-018bcfe5-6800-7000-8000-000000000000.parquet", "");
  const std::string part = folder.Write(
      "t/ledger_range=20000/ducklake-018bcfe5-6801-7000-8000-000000000000.parquet", "");
  folder.Write("t/ledger_range=30000/ducklake-018bcfe5-6802-7000-8000-000000000000.parquet", "");
  folder.Write("t/zzz-of-somebody-else.parquet", "");
  const TableStorage storage{.path = folder.path().string() + "/t/",
                             .partition_column = "ledger_range"};
  std::vector<std::string> found;
  FindNewFiles(storage, 1'700'000'000'000, 19'999, 20'001, found);
  EXPECT_EQ(found, (std::vector{young, part}));
}

}  // namespace
}  // namespace lake
