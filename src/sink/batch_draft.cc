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
    TRY_ASSIGN(const auto aside, ReadQuarantine(connection_, lake_, std::int64_t{range().first} - 1,
                                                std::int64_t{range().last} + 1));
    bool ends_quarantine = false;
    for (const QuarantineRecord& ledger : aside) {
      near.push_back(RecordOf(ledger));
      ends_quarantine = ends_quarantine ||
                        (range().first <= ledger.range.first && ledger.range.first <= range().last);
    }
    if (Status fits = CheckFits(input_.record, near); !fits.ok()) return change_.Refuse(fits);
    if (ends_quarantine) change_.rows.push_back(WithoutQuarantined(lake_, range()));
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

  Status MoveWatermark(const Fence& before) {
    std::vector<CoveredRange> after;
    // Only a batch that fills a gap at the watermark needs to know what follows.
    if (before.watermark && range().first == *before.watermark + 1) {
      TRY_ASSIGN(const auto batches, ReadAfter(connection_, lake_, range().last));
      for (const BatchRecord& batch : batches) after.push_back(batch.range);
    }
    change_.fence.watermark = NextWatermark(before.watermark, range(), after);
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
