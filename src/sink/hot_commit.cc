#include "sink/hot_commit.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/crash_point.h"
#include "base/hex.h"
#include "hot/commit_steps.h"
#include "hot/hot_batches.h"
#include "hot/hot_tables.h"
#include "hot/removal.h"
#include "postgres/copy_writer.h"
#include "table/sql_text.h"

namespace lake {
namespace {

class Writer {
 public:
  Writer(PgConnection& connection, const HotState& state, const HotCommit& commit)
      : connection_(connection), state_(state), commit_(commit) {}

  Status Write() {
    TRY(CheckPlace());
    TRY(CopyTables());
    TRY(Describe());
    if (commit_.options.keep_raw) TRY(commit_.raw.Write(connection_, batch()));
    TRY(Tell());
    CRASH_POINT(hot_step::kDescribed);
    return {};
  }

 private:
  const Batch& batch() const { return commit_.batch; }
  const CoveredRange& range() const { return commit_.record.range; }

  Status CheckPlace() {
    if (state_.flushed_through && range().first <= *state_.flushed_through) {
      return {Code::kConflict, fmt::format("ledgers up to {} were flushed to the lake already",
                                           *state_.flushed_through)};
    }
    TRY_ASSIGN(std::vector<BatchRecord> near, ReadHotBatchesNear(connection_, range()));
    if (commit_.options.upsert) TRY(Replace(near));
    for (const BatchRecord& other : near) {
      if (other.range.first > range().last || other.range.last < range().first) continue;
      return {Code::kConflict,
              fmt::format("ledgers {}-{} are in the hot buffer already: {} wrote ledgers {}-{} at "
                          "{}; --upsert replaces them",
                          std::max(range().first, other.range.first),
                          std::min(range().last, other.range.last), other.writer, other.range.first,
                          other.range.last, other.created_at)};
    }
    if (state_.flushed_through && range().first == *state_.flushed_through + 1 &&
        range().first_previous_hash != state_.flushed_hash) {
      return {Code::kDataLoss,
              fmt::format("ledger {} does not chain with ledger {}, which was flushed to the lake",
                          range().first, *state_.flushed_through)};
    }
    return CheckFits(commit_.record, near);
  }

  // Takes out the batches that the new one covers; what it covers in part cannot be split.
  Status Replace(std::vector<BatchRecord>& near) {
    for (const BatchRecord& other : near) {
      const bool apart = other.range.first > range().last || other.range.last < range().first;
      const bool inside = other.range.first >= range().first && other.range.last <= range().last;
      if (apart || inside) continue;
      return {Code::kInvalidArgument,
              fmt::format("ledgers {}-{} replace a part of batch {}-{} only: begin and end where "
                          "batches do",
                          range().first, range().last, other.range.first, other.range.last)};
    }
    TRY(RemoveHotLedgers(connection_, range().span()).status());
    std::erase_if(near, [&](const BatchRecord& other) {
      return other.range.first >= range().first && other.range.last <= range().last;
    });
    return {};
  }

  Status CopyTables() {
    std::vector<const RowBuffer*> rows(batch().ledgers.size());
    for (std::size_t i = 0; i < batch().tables->size(); ++i) {
      const TableSpec& spec = *(*batch().tables)[i]->spec;
      TRY_ASSIGN(const std::string target, HotTablePath(spec));
      for (std::size_t l = 0; l < rows.size(); ++l) rows[l] = &batch().ledgers[l]->tables[i];
      TRY_ASSIGN(const std::uint64_t written,
                 CopyTable(connection_, {.spec = spec, .target = target, .rows = rows}));
      // The worker's digest counted the rows when it hashed them.
      if (written != batch().digest(i).rows) {
        return {Code::kInternal, fmt::format("{}: {} rows were hashed and {} written", spec.name,
                                             batch().digest(i).rows, written)};
      }
      CRASH_POINT(hot_step::kCopied);
    }
    return {};
  }

  Status Copy(const TableSpec& spec, std::string target, const RowBuffer& rows) {
    const RowBuffer* const one = &rows;
    return CopyTable(connection_, {.spec = spec, .target = std::move(target), .rows = {&one, 1}})
        .status();
  }

  Status Describe() {
    BatchRows rows;
    rows.ids = state_.ids;
    TRY(MakeBatchRows(batch(), commit_.record, commit_.options.origin, commit_.quality,
                      {commit_.options.clock->Now()}, rows));
    TRY(Copy(kMetaLineage, QuoteIdentifier(kMetaLineage.name), rows.lineage));
    TRY(Copy(kMetaQuality, QuoteIdentifier(kMetaQuality.name), rows.quality));
    RowBuffer described(sizeof(HotBatchRow));
    described.Append(
        MakeHotBatchRow(rows.batch.As<BatchRow>().front(), batch(), state_.ids, rows.ids));
    TRY(Copy(kHotBatches, std::string(kHotBatchesTable), described));
    return WriteHotIds(connection_, rows.ids);
  }

  // Listeners hear it when the transaction is committed.
  Status Tell() {
    const std::string tip =
        fmt::format(R"({{"epoch":{},"first":{},"last":{},"hash":"{}"}})", state_.epoch,
                    range().first, range().last, Hex(range().last_hash));
    return connection_.Query("SELECT pg_notify($1, $2)", {kHotTipChannel, tip}).status();
  }

  PgConnection& connection_;
  const HotState& state_;
  const HotCommit& commit_;
};

}  // namespace

Result<std::string> HotTablePath(const TableSpec& spec) {
  const HotTable* const table = FindHotTable(spec.name);
  if (table == nullptr) {
    return Error{Code::kInvalidArgument,
                 fmt::format("{} is no table of the hot buffer", spec.name)};
  }
  if (table->spec == &spec) return HotTablePath(*table);
  return Error{Code::kInvalidArgument,
               fmt::format("{} lacks columns here: the hot buffer keeps all of them", spec.name)};
}

Status WriteHotBatch(PgConnection& connection, const HotState& state, const HotCommit& commit) {
  return Writer(connection, state, commit).Write();
}

}  // namespace lake
