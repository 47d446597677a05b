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
#include "sink/table_files.h"

namespace lake {

class DuckLakeSink final : public Sink {
 public:
  explicit DuckLakeSink(DuckLakeSinkOptions options);

  // Makes or checks tables, settles what earlier runs left open, verifies that files since the
  // durable mark are whole, and gives what the lake holds, also of other tables than the sink's.
  Result<Coverage> Open() override;
  // Writes rows where files of ours can be written bit by bit (table_files.h).
  Result<std::optional<TakenRows>> Take(const Batch& batch, std::size_t first) override;
  void Forget() override { growing_.reset(); }
  Result<CommitReport> Commit(const Batch& batch,
                              const std::vector<QualityResult>& quality) override;
  Status Quarantine(const QuarantinedLedger& ledger) override;
  // Looks at the catalog and, where it is local, at the data folder.
  Status Check() override;
  Result<std::optional<std::int64_t>> CloseTime(std::uint32_t sequence) override;
  Status Close() override { return writer_.Close(); }
  // The hash of a ledger that the lake holds; nothing when it does not keep that.
  Result<std::optional<Hash256>> HashOf(std::uint32_t sequence);
  // Whether rows are taken while a batch grows; once it is open. Else all of them are in memory.
  Result<bool> TakesRows() const;

  // What the lake held when it was opened, and what this sink has committed since; its files are
  // durable (on local data paths: synced). What a buffer that keeps rows of some tables from some
  // ledger on may delete is at or below durable().Watermark of those tables and that ledger.
  const Coverage& durable() const { return durable_; }

  // For upkeep of an open lake between two commits, while no batch grows.
  LakeWriter& writer() { return writer_; }

 private:
  // The files of a batch that grows.
  struct Growing {
    FileSet data;
    TableFiles files;
    std::uint32_t first;  // ledger
    std::size_t ledgers = 0;
  };
  Status OpenOnce();
  Result<std::vector<const TableStorage*>> StorageOfTables(const TableSet& tables) const;
  Status Grow(const Batch& batch, std::size_t first);
  Status WriteData(const Batch& batch, FileSet& data);
  Status LookAtCatalog();
  Result<bool> IsThere(const BatchRecord& record);
  Result<std::optional<QueryResult>> OfLedger(std::string_view select, std::uint32_t sequence);
  std::string NewBatchId(const Batch& batch);

  DuckLakeSinkOptions options_;
  LakeWriter writer_;
  std::int64_t epoch_ = 0;
  std::string data_folder_;  // "" when it is not a local one
  std::uint64_t batches_ = 0;
  std::optional<Growing> growing_;
  // A batch whose commit is in doubt.
  std::optional<BatchRecord> doubtful_;
  Coverage durable_;
};

}  // namespace lake
