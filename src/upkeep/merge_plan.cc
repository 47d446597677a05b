#include "upkeep/merge_plan.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace lake {
namespace {

// Fewer are not worth a commit while more are coming.
constexpr std::size_t kTierFilesMin = 8;

std::uint64_t BytesOf(std::span<const LiveFile> files) {
  std::uint64_t bytes = 0;
  for (const LiveFile& file : files) bytes += file.bytes;
  return bytes;
}

class Plan {
 public:
  explicit Plan(const MergeLimits& limits) : limits_(limits) {}

  // Files of one partition, in order; `grows`: more are to come.
  void Add(std::span<const LiveFile> files, bool grows) {
    std::size_t begin = 0;
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
      const bool large = files[i].bytes >= limits_.target_bytes / 2;
      if (large || bytes + files[i].bytes > limits_.target_bytes ||
          i - begin == limits_.files_max) {
        Take(files.subspan(begin, i - begin), grows);
        begin = large ? i + 1 : i;
        bytes = 0;
      }
      if (!large) bytes += files[i].bytes;
    }
    Take(files.subspan(begin), grows);
  }
  std::vector<MergeRun> runs() && { return std::move(runs_); }

 private:
  void Take(std::span<const LiveFile> files, bool grows) {
    if (files.size() < 2) return;
    if (!limits_.thorough && grows) {
      if (files.size() < kTierFilesMin) return;
      const auto largest = std::ranges::max_element(files, {}, &LiveFile::bytes);
      if (largest->bytes > BytesOf(files) / 2) {
        const auto at = static_cast<std::size_t>(largest - files.begin());
        Take(files.first(at), grows);
        Take(files.subspan(at + 1), grows);
        return;
      }
    }
    runs_.emplace_back(files.begin(), files.end());
  }

  const MergeLimits limits_;
  std::vector<MergeRun> runs_;
};

}  // namespace

std::vector<MergeRun> PlanMerges(std::span<const LiveFile> files, const MergeLimits& limits) {
  std::map<std::string, std::map<std::string, std::vector<LiveFile>>> tables;
  std::map<std::string, std::string> newest;  // the partition that each table was last added to
  for (const LiveFile& file : files) {
    tables[file.table][file.partition].push_back(file);
    newest[file.table] = file.partition;
  }
  Plan plan(limits);
  for (const auto& [table, partitions] : tables) {
    for (const auto& [partition, of_partition] : partitions) {
      plan.Add(of_partition, partition == newest[table]);
    }
  }
  return std::move(plan).runs();
}

}  // namespace lake
