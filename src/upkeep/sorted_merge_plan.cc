#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "upkeep/merge_plan.h"

namespace lake {
namespace {

// The files of one commit.
struct SortedRun {
  std::vector<LiveFile> files;
  std::uint64_t rows = 0;
};

// How many digits the number of rows has.
int SizeOf(const SortedRun& run) {
  int digits = 0;
  for (std::uint64_t rows = run.rows; rows > 0; rows /= 10) ++digits;
  return digits;
}

// Of one table, in the order in which they were added.
std::vector<SortedRun> RunsOf(std::span<const LiveFile> files) {
  std::vector<SortedRun> runs;
  for (const LiveFile& file : files) {
    if (runs.empty() || runs.back().files.front().snapshot != file.snapshot) runs.emplace_back();
    runs.back().files.push_back(file);
    runs.back().rows += file.rows;
  }
  return runs;
}

class SortedPlan {
 public:
  explicit SortedPlan(const MergeLimits& limits) : limits_(limits) {}

  void Add(std::span<const SortedRun> runs) {
    if (limits_.thorough) return Take(runs, 2);
    int largest = 0;
    for (const SortedRun& run : runs) largest = std::max(largest, SizeOf(run));
    for (int size = 1; size <= largest; ++size) {
      if (TakeUpTo(runs, size)) return;
    }
  }
  std::vector<MergeRun> merges() && { return std::move(merges_); }

 private:
  // Stretches of neighbours that are no larger; whether any was long enough.
  bool TakeUpTo(std::span<const SortedRun> runs, int size) {
    const std::size_t before = merges_.size();
    for (std::size_t begin = 0; begin < runs.size();) {
      std::size_t end = begin;
      while (end < runs.size() && SizeOf(runs[end]) <= size) ++end;
      Take(runs.subspan(begin, end - begin), limits_.runs_per_size);
      begin = end + 1;
    }
    return merges_.size() > before;
  }

  // As many neighbours at a time as the limits allow, where there are at least `runs_min`.
  void Take(std::span<const SortedRun> runs, std::size_t runs_min) {
    std::size_t begin = 0;
    while (runs.size() - begin >= std::max<std::size_t>(runs_min, 2)) {
      std::uint64_t rows = 0;
      std::size_t files = 0, end = begin;
      for (; end < runs.size(); ++end) {
        if (end > begin && (rows + runs[end].rows > limits_.run_rows_max ||
                            files + runs[end].files.size() > limits_.files_max)) {
          break;
        }
        rows += runs[end].rows;
        files += runs[end].files.size();
      }
      if (end - begin >= 2) Merge(runs.subspan(begin, end - begin));
      begin = std::max(end, begin + 1);
    }
  }

  void Merge(std::span<const SortedRun> runs) {
    MergeRun& merge = merges_.emplace_back();
    for (const SortedRun& run : runs) {
      merge.insert(merge.end(), run.files.begin(), run.files.end());
    }
  }

  const MergeLimits limits_;
  std::vector<MergeRun> merges_;
};

}  // namespace

std::vector<MergeRun> PlanSortedMerges(std::span<const LiveFile> files, const MergeLimits& limits) {
  std::map<std::string, std::vector<LiveFile>> tables;
  for (const LiveFile& file : files) tables[file.table].push_back(file);
  SortedPlan plan(limits);
  for (const auto& [table, of_table] : tables) plan.Add(RunsOf(of_table));
  return std::move(plan).merges();
}

}  // namespace lake
