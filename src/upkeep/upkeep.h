// The upkeep of a lake, in steps that are each done or not: merge files of every table, expire
// snapshots, remove files that nobody needs (README.md).
//
// Rows, lineage and batches stay what they are. A step holds the lake's fence for milliseconds, so
// writers beside it lose no more; a catalog in a DuckDB file is for one process, as always.
//
//   Upkeep upkeep(writer, options);
//   TRY(upkeep.Begin());
//   for (bool more = true; more;) TRY_ASSIGN(more, upkeep.Step());
//   ... upkeep.report() ...
//
// The writer is open, its storage is read, and it has no file under way while a step runs (between
// two commits). It outlives this. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "lake/lake_writer.h"
#include "upkeep/upkeep_plan.h"

namespace lake {

class Upkeep {
 public:
  Upkeep(LakeWriter& writer, UpkeepOptions options)
      : writer_(writer), options_(std::move(options)), orders_(FileOrders(options_)) {}

  // Looks at the lake and plans; forgets what was planned before. Changes nothing.
  Status Begin();
  // Does the next part of the plan; false when nothing is left of it. After an error Begin again:
  // kUnavailable and kConflict may pass.
  Result<bool> Step();

  const UpkeepReport& report() const { return report_; }
  // That are planned now; a later pass may find more.
  std::size_t merges_left() const { return merges_.size(); }

 private:
  enum class Phase : std::uint8_t { kMerge, kExpire, kRemoveOld, kRemoveOrphans, kDone };

  Status Look();
  Status MergeNext();
  Status PlanAgain();
  Status ExpireNext();
  Status RemoveNext();
  Status RemoveOrphansFound();
  std::int64_t GivenUpBefore() const;

  LakeWriter& writer_;
  const UpkeepOptions options_;
  const std::map<std::string, FileOrder> orders_;
  Phase phase_ = Phase::kDone;
  std::vector<MergeRun> merges_;    // the next one at the end
  std::set<std::int64_t> spoiled_;  // the first files of merges that failed
  int passes_ = 0;
  std::vector<std::int64_t> expired_;  // snapshots that go, the next ones at the end
  UpkeepReport report_;
};

}  // namespace lake
