#include "hot/removal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "hot/hot_batches.h"
#include "hot/hot_state.h"
#include "hot/hot_tables.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// A table that batches describe themselves in, and the columns of hot_batches that name its ids.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kByBatch = {
    {{"_meta_lineage", "lineage"}, {"_meta_quality", "quality"}}};

Result<std::uint64_t> Delete(PgConnection& connection, std::string_view sql,
                             const LedgerSpan& span) {
  TRY_ASSIGN(const PgResult deleted,
             connection.Query(sql, {std::int64_t{span.first}, std::int64_t{span.last}}));
  return deleted.rows_changed();
}

Result<std::uint64_t> DeleteFrom(PgConnection& connection, std::string_view table,
                                 std::string_view column, const LedgerSpan& span) {
  return Delete(
      connection,
      fmt::format("DELETE FROM {} WHERE {} BETWEEN $1 AND $2", table, QuoteIdentifier(column)),
      span);
}

Status LockBatches(PgConnection& connection) {
  return connection.Execute(fmt::format("LOCK TABLE {} IN ROW EXCLUSIVE MODE", kHotBatchesTable));
}

}  // namespace

Result<HotRemoval> RemoveHotLedgers(PgConnection& connection, const LedgerSpan& span) {
  HotRemoval removed;
  TRY(LockBatches(connection));
  for (const auto& [table, key] : kByBatch) {
    TRY(Delete(connection,
               fmt::format("DELETE FROM {0} m USING {1} b WHERE b.lo >= $1 AND b.hi <= $2 AND m.id "
                           "> b.{2}_after AND m.id <= b.{2}_last",
                           QuoteIdentifier(table), kHotBatchesTable, key),
               span)
            .status());
  }
  for (const HotTable& table : HotTables()) {
    if (table.spec->sequence_column.empty()) continue;
    TRY_ASSIGN(const std::uint64_t rows,
               DeleteFrom(connection, HotTablePath(table), table.spec->sequence_column, span)
                   .Context(table.spec->name));
    removed.rows += rows;
  }
  TRY_ASSIGN(removed.ledgers, DeleteFrom(connection, "extra.hot_ledgers", "sequence", span));
  TRY_ASSIGN(removed.batches, DeleteFrom(connection, kHotBatchesTable, "lo", span));
  return removed;
}

Result<HotRemoval> RemoveFlushedLedgers(PgConnection& connection, std::uint32_t through) {
  TRY(LockBatches(connection));
  TRY_ASSIGN(const std::optional<HotState> state, ReadHotState(connection));
  if (!state || !state->flushed_through) return HotRemoval();
  return RemoveHotLedgers(connection, {0, std::min(through, *state->flushed_through)});
}

}  // namespace lake
