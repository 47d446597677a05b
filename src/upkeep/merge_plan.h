// Which files of a lake should become one. Pure functions.
//
// Files are merged with those that were added next to them, within one table and one partition, up
// to a size. A lake that is written all the time is merged in tiers: a file is not written again
// before as much has come beside it, so that a row is written some times and not with every merge,
// and what remains is a number of files that grows with the logarithm of what came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lake/live_files.h"

namespace lake {

struct MergeLimits {
  // Files at least half as large stay as they are, and no merge makes a larger one.
  std::uint64_t target_bytes = std::uint64_t{128} << 20;
  // Of one merge, so that its transaction is short.
  std::size_t files_max = 256;
  // Without tiers: as few files as possible.
  bool thorough = false;
  // Of tables whose files are sorted. A lookup opens a file of each run: this many runs of a size
  // become one, ten times as large, up to `run_rows_max` rows; so there are few of every size.
  std::size_t runs_per_size = 10;
  std::uint64_t run_rows_max = std::uint64_t{1} << 28;
};

using MergeRun = std::vector<LiveFile>;

// `files` as ReadLiveFiles gives them. A file is in one run at most, and a run has at least two.
std::vector<MergeRun> PlanMerges(std::span<const LiveFile> files, const MergeLimits& limits);

// The same for tables whose files are sorted by key (table/row_order.h). The files that one commit
// added are merged together.
std::vector<MergeRun> PlanSortedMerges(std::span<const LiveFile> files, const MergeLimits& limits);

}  // namespace lake
