// One attempt to commit a batch to a lake: one transaction (ARCHITECTURE.md, step 6). What an
// attempt that failed has done is for the caller (ducklake_sink.cc) to find out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "lineage/batch_rows.h"
#include "sink/ducklake_options.h"
#include "sink/lake_fence.h"
#include "sink/table_storage.h"
#include "tables/batch.h"
#include "tables/quality_result.h"

namespace lake {

// How far an attempt came.
enum class CommitStage : std::uint8_t {
  kChecking,    // nothing was written: the lake itself forbids the batch, or could not be read
  kWriting,     // rolled back: it did not happen
  kCommitting,  // COMMIT was sent: it may have happened
};

struct CommitAttempt {
  Status status;
  CommitStage stage = CommitStage::kChecking;
  bool forbidden = false;  // by what the lake holds: no use in trying again
  Fence fence;             // after the commit
};

struct CommitInput {
  const Batch& batch;
  const std::vector<QualityResult>& quality;
  const BatchRecord& record;
  std::int64_t epoch;     // the one the sink began with
  bool refresh_datasets;  // the first commit of a run
  const std::vector<TableStorage>& storage;
  // Called when everything is written, right before COMMIT, with the paths of files that are not
  // DuckLake's own; an error rolls back.
  std::function<Status(std::vector<std::string>)> before_commit{};
};

// Who commits and what, for the lake's list of snapshots. In the caller's transaction.
Status SetCommitMessage(Connection& connection, const Lake& lake,
                        const DuckLakeSinkOptions& options, std::string_view message);

CommitAttempt TryCommit(Connection& connection, const Lake& lake,
                        const DuckLakeSinkOptions& options, const CommitInput& input);

}  // namespace lake
