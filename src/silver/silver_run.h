// Keeps the silver tables of a lake up to date: takes what bronze has and silver lacks, a run of
// ledgers at a time, each in one fenced commit of silver's own schema.
//
// What bronze holds is read as of one snapshot; the commit is refused when bronze was rewritten or
// another silver writer was faster meanwhile, and the step is done again. After a crash the fence
// and _silver_batches say what happened; there is nothing else to restore. One thread.
//
//   SilverRun run(options);
//   TRY(run.Open());
//   while (true) { TRY_ASSIGN(auto step, run.Step()); if (!step) break; }
//   TRY(run.Close());
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "lake/lake_writer.h"
#include "silver/silver_batch.h"
#include "silver/silver_commit.h"
#include "silver/silver_merge.h"
#include "silver/silver_plan.h"
#include "silver/silver_status.h"
#include "stellar/network.h"

namespace lake {

struct SilverOptions {
  LakeWriterOptions writer;  // `lake.schema_name` is silver's
  std::string bronze_schema = "bronze";
  Network network;
  std::string program;  // name and version, as snapshots and batches tell it
  std::string host;     // host:process
  SilverLimits limits{};
};

struct SilverStep {
  std::string_view kind;  // append; merge of two segments, `span` is their border; fold of a state
  LedgerSpan span;
  std::int64_t rows = 0;
  std::uint64_t bytes = 0;
  double seconds = 0;
};

class SilverRun {
 public:
  explicit SilverRun(SilverOptions options);

  // Makes the tables that are missing. kNotFound when the lake has no bronze that it could read.
  Status Open();
  // Joins two segments that touch, folds a state that many batches have changed, or takes the next
  // ledgers; nothing when there is none of these.
  Result<std::optional<SilverStep>> Step();
  // Folds a state that any batch has changed since; nothing when there is none.
  Result<std::optional<SilverStep>> Fold();
  Result<SilverStatus> Look();
  Status Close() { return writer_.Close(); }

 private:
  // What a step began with.
  struct Begun {
    SilverStatus status;
    FileCounts files;               // of tables of silver
    std::int64_t commits = 0;       // of silver's fence
    std::int64_t bronze_epoch = 0;  // of bronze's
  };
  std::string Bronze() const;
  Status PrepareConnection();
  Status CheckInputs();
  Result<Begun> Begin();
  Result<std::int64_t> ReadBronzeEpoch(Connection& connection) const;
  SilverPlace PlaceOf(const Begun& begun, const LedgerSpan& span) const;
  MergePlace PlaceOf(const Begun& begun, const SilverMergePair& pair) const;
  Result<std::optional<SilverStep>> MergeStep(const Begun& begun, const SilverMergePair& pair);
  // The next state whose open rows stand in so many files, if any.
  Result<std::optional<SilverStep>> FoldStep(const Begun& begun, std::int64_t files_min);
  // Evaluates, writes and commits.
  using Evaluate = std::function<Result<std::vector<SilverRows>>(SilverCommit&)>;
  Result<std::optional<SilverStep>> Take(const Begun& begun, SilverCommit commit,
                                         const Evaluate& evaluate);
  Status Draft(const Begun& begun, const SilverCommit& commit, const std::optional<Fence>& before,
               LakeChange& change);

  SilverOptions options_;
  LakeWriter writer_;
  std::weak_ptr<Database> prepared_;  // the engine that has our functions
  std::int64_t batches_ = 0;
};

}  // namespace lake
