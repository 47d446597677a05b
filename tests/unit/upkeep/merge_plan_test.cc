#include "upkeep/merge_plan.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr MergeLimits kByTiers{.target_bytes = 1000, .files_max = 100, .thorough = false};
constexpr MergeLimits kThorough{.target_bytes = 1000, .files_max = 100, .thorough = true};

std::vector<LiveFile> Files(const std::vector<std::uint64_t>& sizes, const std::string& table = "t",
                            const std::string& partition = "0") {
  std::vector<LiveFile> out;
  for (const std::uint64_t bytes : sizes) {
    const auto id = static_cast<std::int64_t>(out.size());
    out.push_back({id, table, fmt::format("/{}/{}", table, id), partition, bytes, 1});
  }
  return out;
}

// The sizes of every run's files.
std::vector<std::vector<std::uint64_t>> Sizes(const std::vector<MergeRun>& runs) {
  std::vector<std::vector<std::uint64_t>> out;
  for (const MergeRun& run : runs) {
    std::vector<std::uint64_t>& sizes = out.emplace_back();
    for (const LiveFile& file : run) sizes.push_back(file.bytes);
  }
  return out;
}

TEST(MergePlan, MergesWhatIsSmallUpToTheTarget) {
  const auto runs = PlanMerges(Files({400, 400, 300, 300, 300}), kThorough);
  EXPECT_THAT(Sizes(runs), ElementsAre(ElementsAre(400, 400), ElementsAre(300, 300, 300)));
}

TEST(MergePlan, LeavesLargeFilesAndDoesNotMergeAcrossThem) {
  const auto runs = PlanMerges(Files({10, 10, 500, 10, 900, 10, 10}), kThorough);
  EXPECT_THAT(Sizes(runs), ElementsAre(ElementsAre(10, 10), ElementsAre(10, 10)));
}

TEST(MergePlan, KeepsTablesAndPartitionsApart) {
  std::vector<LiveFile> files = Files({1}, "a", "0");
  for (LiveFile& file : Files({1}, "a", "10000")) files.push_back(file);
  for (LiveFile& file : Files({1}, "b", "0")) files.push_back(file);
  EXPECT_THAT(PlanMerges(files, kThorough), IsEmpty());
  for (LiveFile& file : Files({2}, "a", "0")) files.push_back(file);
  const auto runs = PlanMerges(files, kThorough);
  ASSERT_THAT(Sizes(runs), ElementsAre(ElementsAre(1, 2)));
  EXPECT_EQ(runs[0][1].table, "a");
  EXPECT_EQ(runs[0][1].partition, "0");
}

TEST(MergePlan, BoundsTheFilesOfAMerge) {
  const auto runs = PlanMerges(Files(std::vector<std::uint64_t>(250, 1)), kThorough);
  EXPECT_THAT(runs, ElementsAre(SizeIs(100), SizeIs(100), SizeIs(50)));
}

TEST(MergePlan, WaitsForMoreWhereMoreComes) {
  std::vector<LiveFile> files = Files({1, 1, 1});
  EXPECT_THAT(PlanMerges(files, kByTiers), IsEmpty());
  // Nothing comes any more to the partition before.
  for (LiveFile& file : Files({1}, "t", "10000")) files.push_back(file);
  EXPECT_THAT(PlanMerges(files, kByTiers), ElementsAre(SizeIs(3)));
}

TEST(MergePlan, WritesAFileAgainOnlyWithAsMuchBesideIt) {
  std::vector<std::uint64_t> sizes(10, 10);
  sizes.insert(sizes.begin(), 300);
  EXPECT_THAT(PlanMerges(Files(sizes), kByTiers), ElementsAre(SizeIs(10)));
  sizes[0] = 100;
  EXPECT_THAT(PlanMerges(Files(sizes), kByTiers), ElementsAre(SizeIs(11)));
}

// A ledger a time, merged every 50: how many files there are, and how often bytes were written.
TEST(MergePlan, BoundsFilesAndWritingOfALakeThatGrows) {
  std::vector<LiveFile> files;
  std::uint64_t written = 0;
  std::size_t most = 0;
  constexpr int kLedgers = 5'000;
  for (int i = 1; i <= kLedgers; ++i) {
    files.push_back({i, "t", fmt::format("/{}", i), "0", 3, 1});
    if (i % 50 != 0) continue;
    for (const MergeRun& run : PlanMerges(files, kByTiers)) {
      LiveFile merged = run.front();
      merged.bytes = 0;
      for (const LiveFile& file : run) merged.bytes += file.bytes;
      written += merged.bytes;
      const auto at = std::ranges::find(files, run.front().id, &LiveFile::id);
      files.insert(files.erase(at, at + static_cast<std::ptrdiff_t>(run.size())), merged);
    }
    most = std::max(most, files.size());
  }
  EXPECT_LE(most, kLedgers * 3 / 500 + 10u);  // files of half the target, and those of the tiers
  EXPECT_LE(written, 4u * 3 * kLedgers);
}

}  // namespace
}  // namespace lake
