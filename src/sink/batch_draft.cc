#include "sink/batch_draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "sink/lake_batches.h"
#include "sink/lake_quarantine.h"
#include "sink/lake_registry.h"

namespace lake {
namespace {

class Draft {
 public:
  Draft(Connection& connection, const Lake& lake, const DuckLakeSinkOptions& options,
        const BatchInput& input, LakeChange& change)
      : connection_(connection),
        lake_(lake),
        options_(options),
        input_(input),
        now_{options.writer.clock->Now()},
        change_(change) {}

  Status Make(const Fence& before) {
    TRY(CheckEpoch(before, input_.epoch, change_));
    TRY(CheckCounts());
    TRY(Check());
    change_.fence = NextFence(before, now_.micros);
    TRY(Describe());
    TRY(RecordEra());
    return MoveWatermark(before);
  }

 private:
  const CoveredRange& range() const { return input_.record.range; }

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

  Status Check() {
    TRY_ASSIGN(std::vector<BatchRecord> near, ReadNear(connection_, lake_, range()));
    TRY_ASSIGN(const auto aside,
               ReadQuarantine(connection_, lake_, range().span().WithNeighbours()));
    LedgerSet covered;
    for (const QuarantineRecord& ledger : aside) {
      near.push_back(RecordOf(ledger));
      if (range().span().Contains(ledger.range.first)) covered.Add(ledger.range.span());
    }
    if (Status fits = CheckFits(input_.record, near); !fits.ok()) return change_.Refuse(fits);
    return covered.empty() ? Status() : EndQuarantine(covered, std::move(near));
  }

  // What is kept aside may be the last copy, so it goes when no table lacks the ledger any more.
  Status EndQuarantine(const LedgerSet& covered, std::vector<BatchRecord> near) {
    near.push_back(input_.record);
    TRY_ASSIGN(const auto tables, ReadDataTables(connection_, lake_));
    const LedgerSet done = covered.Intersect(Coverage::Of(near).HeldByAll(tables));
    if (!done.empty()) change_.rows.push_back(WithoutQuarantined(lake_, done));
    return {};
  }

  Status Describe() {
    const auto rows = std::make_shared<BatchRows>();
    rows->ids = change_.fence.ids;
    TRY(MakeBatchRows(input_.batch, input_.record, options_.origin, input_.quality, now_, *rows));
    change_.fence.ids = rows->ids;
    change_.rows.push_back({.spec = &kMetaLineage, .rows = {rows, &rows->lineage}});
    change_.rows.push_back({.spec = &kMetaQuality, .rows = {rows, &rows->quality}});
    change_.rows.push_back({.spec = &kBatches, .rows = {rows, &rows->batch}});
    change_.message =
        fmt::format("ledgers {}-{} of {}", range().first, range().last, options_.origin.network);
    return {};
  }

  // The era's first ledger and its protocols seldom change.
  Status RecordEra() {
    const auto era = EraOf(input_.batch, options_.origin);
    if (!era) return {};
    TRY_ASSIGN(const auto known, ReadEra(connection_, lake_, *era));
    if (known) {
      if (Status writable = CheckEraWritable(*era, known->status); !writable.ok()) {
        return change_.Refuse(std::move(writable));
      }
    }
    EraState state = known.value_or(EraState{.status = "active",
                                             .ledger_start = era->ledger_start,
                                             .protocol_min = {},
                                             .protocol_max = {}});
    bool changed = !known;
    for (const auto& ledger : input_.batch.ledgers) {
      changed = WidenEra(state, ledger->sequence, ledger->protocol) || changed;
    }
    if (changed) {
      change_.rows.push_back(known ? ChangedEra(lake_, *era, state)
                                   : NewEra(*era, state, *input_.batch.tables, now_));
    }
    return {};
  }

  // From where the lake's batches are to be read to know where the watermark is (lake/fence.h);
  // nothing when this batch leaves it where it was.
  Result<std::optional<std::uint32_t>> WatermarkStart(const Fence& before) {
    using Answer = std::optional<std::uint32_t>;
    const LedgerSpan span = range().span();
    if (before.watermark) {
      const std::uint32_t end = *before.watermark;
      return span.last > end && span.Meets({end, end}) ? Answer(end) : Answer();
    }
    // Some table lacks the lake's first ledger; only a batch that has it can change that.
    TRY_ASSIGN(const bool is_behind, BeginsBefore(connection_, lake_, span.first));
    return is_behind ? Answer() : Answer(span.first);
  }

  Status MoveWatermark(const Fence& before) {
    TRY_ASSIGN(const auto start, WatermarkStart(before));
    if (!start) return {};
    TRY_ASSIGN(std::vector<BatchRecord> batches, ReadFrom(connection_, lake_, *start));
    batches.push_back(input_.record);
    TRY_ASSIGN(const auto tables, ReadDataTables(connection_, lake_));
    change_.fence.watermark = Coverage::Of(batches).Watermark(tables, *start);
    return {};
  }

  Connection& connection_;
  const Lake& lake_;
  const DuckLakeSinkOptions& options_;
  const BatchInput& input_;
  const Timestamp now_;
  LakeChange& change_;
};

}  // namespace

Status CheckEpoch(const Fence& fence, std::int64_t epoch, LakeChange& change) {
  if (fence.epoch == epoch) return {};
  return change.Refuse(
      {Code::kConflict,
       fmt::format("what the lake holds was rewritten meanwhile (epoch {} instead of {}): open it "
                   "again",
                   fence.epoch, epoch)});
}

Fence NextFence(const Fence& before, std::int64_t now_micros) {
  Fence next = before;
  ++next.commits;
  next.updated_micros = std::max(now_micros, before.updated_micros + 1);
  return next;
}

Status DraftBatch(Connection& connection, const Lake& lake, const DuckLakeSinkOptions& options,
                  const BatchInput& input, const Fence& before, LakeChange& change) {
  return Draft(connection, lake, options, input, change).Make(before);
}

}  // namespace lake
