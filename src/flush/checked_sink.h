// A lake that takes only what the hot buffer's ingester has seen, too: before a batch is committed
// its rows are compared, table by table, with the digests that hot_batches recorded.
//
// A batch ends where one of the hot buffer does, unless the lake holds the rest: one that was cut
// by a stop is refused with kCancelled, and nothing of it is written. One thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hot/batch_sums.h"
#include "sink/ducklake_sink.h"
#include "sink/sink.h"

namespace lake {

class RecordComparison {
 public:
  // Both outlive it.
  RecordComparison(const Batch& batch, std::string_view pipeline_version);

  // The batch holds all ledgers of `recorded`. kDataLoss names table and ledgers; tables that
  // cannot be compared are left out (README.md).
  Status Compare(const HotBatch& recorded);

 private:
  bool HasAllColumns(std::size_t table, const TableSpec& whole) const;

  const Batch& batch_;
  const std::string_view pipeline_version_;
  std::vector<std::string> hashes_;               // of its tables' columns
  std::vector<std::optional<bool>> all_columns_;  // whether these are all that the table can have
};

class CheckedSink final : public Sink {
 public:
  // All of it outlives the sink. The lake is opened, and closed, by its owner.
  CheckedSink(DuckLakeSink& lake, std::span<const HotBatch> recorded,
              std::string_view pipeline_version)
      : lake_(lake), recorded_(recorded), pipeline_version_(pipeline_version) {}

  // The lake is open: what it holds.
  Result<Coverage> Open() override { return lake_.durable(); }
  Result<std::optional<TakenRows>> Take(const Batch& batch, std::size_t first) override;
  void Forget() override { lake_.Forget(); }
  Result<CommitReport> Commit(const Batch& batch,
                              const std::vector<QualityResult>& quality) override;
  Status Close() override { return {}; }

  // Whether an error of a run came from the lake.
  bool lake_failed() const { return lake_failed_; }

 private:
  Status Compare(const Batch& batch) const;

  DuckLakeSink& lake_;
  const std::span<const HotBatch> recorded_;
  const std::string_view pipeline_version_;
  bool lake_failed_ = false;
};

}  // namespace lake
