// Which sorted files are merged: ten runs of a size, the files of one commit together.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "upkeep/merge_plan.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// One file for each number of rows, each of a commit of its own.
std::vector<LiveFile> Runs(const std::vector<std::uint64_t>& rows) {
  std::vector<LiveFile> files;
  for (const std::uint64_t count : rows) {
    const auto id = static_cast<std::int64_t>(files.size());
    files.push_back({id, "t", fmt::format("/t/{}", id), "", count, count, id});
  }
  return files;
}

std::vector<std::size_t> Sizes(const std::vector<MergeRun>& merges) {
  std::vector<std::size_t> sizes;
  for (const MergeRun& merge : merges) sizes.push_back(merge.size());
  return sizes;
}

TEST(SortedMergePlan, WaitsForTenOfASize) {
  EXPECT_THAT(PlanSortedMerges(Runs(std::vector<std::uint64_t>(9, 50)), {}), IsEmpty());
  EXPECT_THAT(Sizes(PlanSortedMerges(Runs(std::vector<std::uint64_t>(10, 50)), {})),
              ElementsAre(10));
}

TEST(SortedMergePlan, LeavesLargerRunsAloneUntilTenAreOfTheirSize) {
  std::vector<std::uint64_t> rows(9, 5'000);
  rows.insert(rows.end(), 11, 50);
  EXPECT_THAT(Sizes(PlanSortedMerges(Runs(rows), {})), ElementsAre(11));
  // What they become is the tenth.
  rows.resize(9);
  rows.push_back(1'100);
  EXPECT_THAT(Sizes(PlanSortedMerges(Runs(rows), {})), ElementsAre(10));
}

TEST(SortedMergePlan, DoesNotMergeAcrossALargerRun) {
  std::vector<std::uint64_t> rows(6, 50);
  rows.push_back(5'000);
  rows.insert(rows.end(), 6, 50);
  EXPECT_THAT(PlanSortedMerges(Runs(rows), {}), ElementsAre(SizeIs(13)));
  rows.insert(rows.end(), 4, 50);
  EXPECT_THAT(Sizes(PlanSortedMerges(Runs(rows), {})), ElementsAre(10));
}

TEST(SortedMergePlan, TakesTheFilesOfOneCommitTogether) {
  std::vector<LiveFile> files = Runs(std::vector<std::uint64_t>(12, 50));
  for (LiveFile& file : files) file.snapshot /= 2;
  EXPECT_THAT(PlanSortedMerges(files, {}), IsEmpty());
  MergeLimits thorough;
  thorough.thorough = true;
  EXPECT_THAT(Sizes(PlanSortedMerges(files, thorough)), ElementsAre(12));
  thorough.files_max = 5;
  EXPECT_THAT(Sizes(PlanSortedMerges(files, thorough)), ElementsAre(4, 4, 4));
}

TEST(SortedMergePlan, BoundsTheRowsOfARun) {
  MergeLimits limits;
  limits.run_rows_max = 500;
  EXPECT_THAT(Sizes(PlanSortedMerges(Runs(std::vector<std::uint64_t>(25, 50)), limits)),
              ElementsAre(10, 10));
  EXPECT_THAT(PlanSortedMerges(Runs(std::vector<std::uint64_t>(12, 400)), limits), IsEmpty());
}

}  // namespace
}  // namespace lake
