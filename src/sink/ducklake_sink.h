// A DuckLake as a Sink: every batch is one transaction that holds its rows, lineage, quality
// results and the update of the fence row (ARCHITECTURE.md, "Guarantees").
//
// When a commit fails, the sink drops its connection, opens the lake anew and reads whether the
// batch is there before it says or does anything else; it writes the batch again when it is not and
// the fault can pass. If the catalog does not answer for `patience_ms` the outcome stays open: the
// error says so, and the next Commit of the same batch settles it first. Two writers may share a
// lake (on a PostgreSQL or SQLite catalog) as long as their ledgers differ: the second one of the
// same ledgers gets kConflict with who wrote them. One thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sink/commit_files.h"
#include "sink/ducklake_options.h"
#include "sink/lake_commit.h"
#include "sink/sink.h"

namespace lake {

class DuckLakeSink final : public Sink {
 public:
  explicit DuckLakeSink(DuckLakeSinkOptions options);
  ~DuckLakeSink() override;

  // Makes or checks tables, verifies that files since the durable mark are whole, and gives the
  // ranges that hold every table of the set.
  Result<std::vector<CoveredRange>> Open() override;
  Result<CommitReport> Commit(const Batch& batch,
                              const std::vector<QualityResult>& quality) override;
  Status Quarantine(const QuarantinedLedger& ledger) override;
  Status Close() override;

  // End of the run that a hot buffer continues, as of the last commit whose files are durable (on
  // local data paths: synced). Only what is at or below it may be deleted elsewhere.
  std::optional<std::uint32_t> durable_watermark() const { return durable_watermark_; }

 private:
  struct Session {
    std::unique_ptr<Lake> lake;
    Connection connection;
  };

  // A connection to a server breaks in more texts than anybody can list as errors that may pass.
  bool has_catalog_server() const {
    return options_.lake.location.starts_with("ducklake:postgres:");
  }
  Status Connect();
  Status ConnectPatiently();
  Status Prepare();
  Result<bool> Settle(const std::string& batch_id);
  Result<bool> ReadOutcome(const std::string& batch_id);
  Status WriteUntilSettled(const BatchRecord& record,
                           const std::function<CommitAttempt()>& try_once);
  Result<CommitReport> Finish(const Batch& batch);
  Result<std::uint64_t> FinishFiles(const CoveredRange& range);
  std::string NewBatchId(const Batch& batch);

  DuckLakeSinkOptions options_;
  std::optional<Session> session_;
  std::int64_t epoch_ = 0;
  Fence fence_;
  bool refreshed_ = false;
  // An attempt whose outcome is unknown.
  std::optional<BatchRecord> unsettled_;
  std::uint64_t attempts_ = 0;
  CommitFiles files_;
  std::optional<std::uint32_t> durable_watermark_;
};

}  // namespace lake
