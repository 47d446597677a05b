// A DuckLake as a Sink: every batch is one fenced commit (lake/lake_writer.h) that adds the files
// of its rows, its lineage, quality results and the batch itself (ARCHITECTURE.md, "Guarantees").
//
// When the catalog does not answer for `patience_ms` while the outcome of a commit is open, the
// error says so, and the next Open, or Commit of the same batch, settles it first. Two writers may
// share a lake (on a PostgreSQL or SQLite catalog) as long as their ledgers differ: the second one
// of the same ledgers gets kConflict with who wrote them. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lake/lake_writer.h"
#include "sink/ducklake_options.h"
#include "sink/lake_registry.h"
#include "sink/sink.h"

namespace lake {

class DuckLakeSink final : public Sink {
 public:
  explicit DuckLakeSink(DuckLakeSinkOptions options);

  // Makes or checks tables, settles what earlier runs left open, verifies that files since the
  // durable mark are whole, and gives the ranges that hold every table of the set.
  Result<std::vector<CoveredRange>> Open() override;
  Result<CommitReport> Commit(const Batch& batch,
                              const std::vector<QualityResult>& quality) override;
  Status Quarantine(const QuarantinedLedger& ledger) override;
  // Looks at the catalog and, where it is local, at the data folder.
  Status Check() override;
  Result<std::optional<std::int64_t>> CloseTime(std::uint32_t sequence) override;
  Status Close() override { return writer_.Close(); }

  // End of the run that a hot buffer continues, as of the last commit; its files are durable (on
  // local data paths: synced). Only what is at or below it may be deleted elsewhere.
  std::optional<std::uint32_t> durable_watermark() const { return durable_watermark_; }

 private:
  Status OpenOnce();
  Status LookAtCatalog();
  Result<bool> IsThere(const BatchRecord& record);
  std::string NewBatchId(const Batch& batch);

  DuckLakeSinkOptions options_;
  LakeWriter writer_;
  std::int64_t epoch_ = 0;
  std::string data_folder_;  // "" when it is not a local one
  std::uint64_t batches_ = 0;
  // A batch whose commit is in doubt.
  std::optional<BatchRecord> doubtful_;
  std::optional<std::uint32_t> durable_watermark_;
};

}  // namespace lake
