#include "sink/lake_commit.h"

#include <fmt/format.h>

#include "base/crash_point.h"
#include "base/stage_timer.h"
#include "duckdb/table_writer.h"
#include "duckdb/transaction.h"
#include "duckdb/writer_threads.h"
#include "sink/commit_steps.h"
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
    if (input_.before_commit) TRY(input_.before_commit());
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

  // Whether any table has the rows for a second thread; those of one ledger have not.
  bool CanBeShared() const {
    const TableSet& tables = *input_.batch.tables;
    for (std::size_t i = 0; i < tables.size(); ++i) {
      if (input_.batch.rows(i) >= 2 * tables[i]->spec->row_group_rows) return true;
    }
    return false;
  }

  Status WriteTables() {
    const TableSet& tables = *input_.batch.tables;
    std::optional<WriterThreads> all;
    if (CanBeShared()) {
      TRY_ASSIGN(WriterThreads threads, WriterThreads::Start(connection_));
      all.emplace(std::move(threads));
    }
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const TableSpec& spec = *tables[i]->spec;
      TableWrite write{
          .spec = spec, .target = lake_.Table(LakeTableName(options_, spec)), .rows = {}};
      for (const auto& ledger : input_.batch.ledgers) write.rows.push_back(&ledger->tables[i]);
      TRY_ASSIGN(const std::uint64_t rows, WriteTable(connection_, write));
      // The worker's digest counted the rows when it hashed them.
      if (rows != input_.batch.digest(i).rows) {
        return {Code::kInternal, fmt::format("{}: {} rows were hashed and {} written", spec.name,
                                             input_.batch.digest(i).rows, rows)};
      }
      CRASH_POINT(commit_step::kTableWritten);
    }
    return {};
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
