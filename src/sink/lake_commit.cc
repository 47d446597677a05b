#include "sink/lake_commit.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/crash_point.h"
#include "base/stage_timer.h"
#include "duckdb/table_writer.h"
#include "duckdb/transaction.h"
#include "duckdb/writer_threads.h"
#include "sink/commit_steps.h"
#include "sink/data_files.h"
#include "sink/lake_quarantine.h"
#include "sink/lake_registry.h"
#include "table/sql_text.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

class Attempt {
 public:
  Attempt(Connection& connection, const Lake& lake, const DuckLakeSinkOptions& options,
          const CommitInput& input)
      : connection_(connection),
        lake_(lake),
        options_(options),
        input_(input),
        now_{options.clock->Now()} {}

  CommitAttempt Run() {
    out_.status = Steps();
    return std::move(out_);
  }

 private:
  Status Steps() {
    TRY_ASSIGN(Transaction transaction, Transaction::Begin(connection_));
    CRASH_POINT(commit_step::kBegun);
    TRY(Write());
    out_.stage = CommitStage::kCommitting;
    files_->Release();
    const StageTimer timer(Stage::kCommit);
    TRY(transaction.Commit());
    CRASH_POINT(commit_step::kCommitted);
    return {};
  }

  // Everything of the transaction but its end.
  Status Write() {
    const StageTimer timer(Stage::kWrite);
    TRY_ASSIGN(const Fence before, ReadFence(connection_, lake_, options_.origin.network));
    TRY(Check(before));
    CRASH_POINT(commit_step::kChecked);
    out_.stage = CommitStage::kWriting;
    out_.fence = before;
    TRY(WriteTables());
    TRY(WriteDescription(out_.fence.ids));
    CRASH_POINT(commit_step::kDescribed);
    TRY(Advance(before));
    CRASH_POINT(commit_step::kFenced);
    if (input_.before_commit) TRY(input_.before_commit(files_->paths()));
    CRASH_POINT(commit_step::kSynced);
    return {};
  }

  Status Check(const Fence& fence) {
    TRY(CheckEpoch(fence, input_.epoch, out_.forbidden));
    const CoveredRange& range = input_.record.range;
    TRY_ASSIGN(std::vector<BatchRecord> near, ReadNear(connection_, lake_, range));
    TRY_ASSIGN(const auto aside, ReadQuarantine(connection_, lake_, std::int64_t{range.first} - 1,
                                                std::int64_t{range.last} + 1));
    for (const QuarantineRecord& ledger : aside) {
      near.push_back(RecordOf(ledger));
      ends_quarantine_ = ends_quarantine_ ||
                         (range.first <= ledger.range.first && ledger.range.first <= range.last);
    }
    Status fits = CheckFits(input_.record, near);
    out_.forbidden = !fits.ok();
    return fits;
  }

  Status WriteTables() {
    TRY(CheckCounts());
    TRY_ASSIGN(const auto storage, StorageOfTables());
    TRY_ASSIGN(DataFiles files, DataFiles::Write(lake_, input_.batch, storage));
    files_.emplace(std::move(files));
    CRASH_POINT(commit_step::kFilesWritten);
    TRY_ASSIGN(const std::optional<WriterThreads> all, ThreadsToInsert(storage));
    for (std::size_t i = 0; i < storage.size(); ++i) {
      if (storage[i]->takes_files) {
        TRY(files_->AddTo(connection_, lake_, i, *storage[i]));
      } else {
        TRY(InsertTable(i));
      }
      CRASH_POINT(commit_step::kTableWritten);
    }
    return {};
  }

  // The worker's digest counted the rows when it hashed them.
  Status CheckCounts() const {
    const Batch& batch = input_.batch;
    for (std::size_t i = 0; i < batch.tables->size(); ++i) {
      if (batch.rows(i) == batch.digest(i).rows) continue;
      return {Code::kInternal,
              fmt::format("{}: {} rows were hashed and {} are to be written",
                          (*batch.tables)[i]->spec->name, batch.digest(i).rows, batch.rows(i))};
    }
    return {};
  }

  // One per table of the batch.
  Result<std::vector<const TableStorage*>> StorageOfTables() const {
    std::vector<const TableStorage*> out;
    for (const Table* table : *input_.batch.tables) {
      const std::string_view name = LakeTableName(options_, *table->spec);
      const auto found = std::ranges::find(input_.storage, name, &TableStorage::table);
      if (found == input_.storage.end()) {
        return {Code::kInternal, fmt::format("{} is not stored in the lake's folders", name)};
      }
      out.push_back(&*found);
    }
    return out;
  }

  // Where any table has the rows for a second thread; those of one ledger have not.
  Result<std::optional<WriterThreads>> ThreadsToInsert(
      std::span<const TableStorage* const> storage) const {
    const TableSet& tables = *input_.batch.tables;
    for (std::size_t i = 0; i < tables.size(); ++i) {
      if (storage[i]->takes_files) continue;
      if (input_.batch.rows(i) < 2 * tables[i]->spec->row_group_rows) continue;
      TRY_ASSIGN(WriterThreads threads, WriterThreads::Start(connection_));
      return std::optional<WriterThreads>(std::move(threads));
    }
    return std::optional<WriterThreads>();
  }

  Status InsertTable(std::size_t index) {
    const TableSpec& spec = *(*input_.batch.tables)[index]->spec;
    TableWrite write{
        .spec = spec, .target = lake_.Table(LakeTableName(options_, spec)), .rows = {}};
    for (const auto& ledger : input_.batch.ledgers) write.rows.push_back(&ledger->tables[index]);
    return WriteTable(connection_, write).status();
  }

  Status WriteDescription(MetaIds& ids) {
    BatchRows rows;
    TRY(MakeBatchRows(input_.batch, input_.record, options_.origin, input_.quality, now_, ids,
                      rows));
    TRY(WriteMeta(kMetaLineage, rows.lineage));
    TRY(WriteMeta(kMetaQuality, rows.quality));
    TRY(WriteMeta(kBatches, rows.batch));
    if (ends_quarantine_) TRY(RemoveFromQuarantine(connection_, lake_, input_.record.range));
    if (input_.refresh_datasets) {
      TRY(RefreshDatasets(connection_, lake_, *input_.batch.tables, now_));
    }
    return RecordEra();
  }

  Status WriteMeta(const TableSpec& spec, const RowBuffer& rows) {
    auto written =
        WriteTable(connection_,
                   {.spec = spec, .target = lake_.Table(spec.name), .rows = {&rows}, .threads = 1});
    return written.ok() ? Status() : std::move(written).status();
  }

  // The era's first ledger and its protocols seldom change.
  Status RecordEra() {
    const auto era = EraOf(input_.batch, options_.origin);
    if (!era) return {};
    TRY_ASSIGN(auto known, ReadEra(connection_, lake_, *era));
    if (known) {
      Status writable = CheckEraWritable(*era, known->status);
      out_.forbidden = !writable.ok();
      TRY(std::move(writable));
    } else {
      TRY(RegisterEra(connection_, lake_, *era, *input_.batch.tables, now_));
      known = EraState{.status = "active",
                       .ledger_start = era->ledger_start,
                       .protocol_min = {},
                       .protocol_max = {}};
    }
    bool changed = false;
    for (const auto& ledger : input_.batch.ledgers) {
      changed = WidenEra(*known, ledger->sequence, ledger->protocol) || changed;
    }
    return changed ? UpdateEra(connection_, lake_, *era, *known) : Status();
  }

  Status Advance(const Fence& before) {
    const CoveredRange& range = input_.record.range;
    std::vector<CoveredRange> after;
    // Only a batch that fills a gap at the watermark needs to know what follows.
    if (before.watermark && range.first == *before.watermark + 1) {
      TRY_ASSIGN(const auto batches, ReadAfter(connection_, lake_, range.last));
      for (const BatchRecord& batch : batches) after.push_back(batch.range);
    }
    Fence& fence = out_.fence;
    ++fence.commits;
    fence.watermark = NextWatermark(before.watermark, range, after);
    TRY(AdvanceFence(connection_, lake_, options_.origin.network, before, fence, now_));
    return SetCommitMessage(
        connection_, lake_, options_,
        fmt::format("ledgers {}-{} of {}", range.first, range.last, options_.origin.network));
  }

  Connection& connection_;
  const Lake& lake_;
  const DuckLakeSinkOptions& options_;
  const CommitInput& input_;
  Timestamp now_;
  std::optional<DataFiles> files_;
  bool ends_quarantine_ = false;  // the batch covers ledgers that are kept aside
  CommitAttempt out_;
};

}  // namespace

Status SetCommitMessage(Connection& connection, const Lake& lake,
                        const DuckLakeSinkOptions& options, std::string_view message) {
  return connection.Execute(fmt::format(
      "CALL {}.set_commit_message({}, {})", QuoteIdentifier(lake.options().catalog_name),
      QuoteLiteral(
          fmt::format("{}/{}", options.origin.processor_name, options.origin.pipeline_version)),
      QuoteLiteral(message)));
}

CommitAttempt TryCommit(Connection& connection, const Lake& lake,
                        const DuckLakeSinkOptions& options, const CommitInput& input) {
  return Attempt(connection, lake, options, input).Run();
}

}  // namespace lake
