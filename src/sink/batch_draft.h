// What the commit of a batch changes besides its rows (lake/lake_change.h): lineage, quality
// results, the batch itself, its era, ledgers that were kept aside and are covered now, and the
// fence.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "lake/lake_change.h"
#include "sink/ducklake_options.h"

namespace lake {

struct BatchInput {
  const Batch& batch;
  const std::vector<QualityResult>& quality;
  const BatchRecord& record;
  std::int64_t epoch;  // of the fence that the writer began with
};

// Refuses a batch that overlaps what the lake holds or does not chain with it (CheckFits), that was
// begun in another epoch, or whose era is closed.
Status DraftBatch(Connection& connection, const Lake& lake, const DuckLakeSinkOptions& options,
                  const BatchInput& input, const Fence& before, LakeChange& change);

// kConflict, refused, unless the epoch is still the one that the writer began with.
Status CheckEpoch(const Fence& fence, std::int64_t epoch, LakeChange& change);

// The fence after one more commit.
Fence NextFence(const Fence& before, std::int64_t now_micros);

}  // namespace lake
