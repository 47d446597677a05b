#include "view/hot_snapshot.h"

#include <fmt/format.h>

#include <algorithm>

#include "hot/hot_batches.h"
#include "hot/hot_tables.h"
#include "table/ddl.h"
#include "table/sql_text.h"

namespace lake {
namespace {

std::string PathOf(const TableSpec& spec) {
  for (const HotTable& table : HotTables()) {
    if (table.spec->name == spec.name) return DdlTableName(*table.spec, HotDdlOptions(table));
  }
  CHECK(false);
}

// The lock comes first: a snapshot that is older than somebody's TRUNCATE would see nothing.
Status LockAgainstTruncate(PgConnection& connection) {
  Status locked =
      connection.Execute(fmt::format("LOCK TABLE {} IN ACCESS SHARE MODE", kHotBatchesTable));
  if (locked.ok() || locked.error().code != Code::kNotFound) return locked;
  return {Code::kNotFound,
          fmt::format("{} has no hot buffer: run stellarlake hot migrate up", connection.place())};
}

}  // namespace

Result<HotSnapshot> HotSnapshot::Begin(PgConnection connection) {
  auto kept = std::make_unique<PgConnection>(std::move(connection));
  TRY_ASSIGN(PgTransaction transaction,
             PgTransaction::Begin(*kept, "ISOLATION LEVEL REPEATABLE READ READ ONLY"));
  HotSnapshot snapshot(std::move(kept), std::move(transaction));
  TRY(snapshot.Read());
  return snapshot;
}

Status HotSnapshot::Read() {
  TRY(LockAgainstTruncate(*connection_));
  TRY_ASSIGN(state_, ReadHotState(*connection_));
  if (!state_ || !state_->whole()) return {};
  TRY_ASSIGN(batches_, ReadHotBatches(*connection_));
  coverage_ = HotCoverage(*state_, batches_);
  return {};
}

std::string HotSnapshot::RowsSql(const TableSpec& spec, std::span<const ColumnSpec> columns,
                                 const Border& border) {
  std::string selected;
  for (const ColumnSpec& column : columns) {
    selected +=
        fmt::format("{}CAST({} AS {})", selected.empty() ? "" : ", ", QuoteIdentifier(column.name),
                    SqlTypeName(column.type, SqlDialect::kPostgres));
  }
  return fmt::format("SELECT {} FROM {} WHERE {}", selected, PathOf(spec),
                     HotCondition(spec, border));
}

Result<std::optional<std::uint64_t>> HotSnapshot::RecordedRows(const TableSpec& spec) {
  using Answer = std::optional<std::uint64_t>;
  if (!state_) return Answer();
  const std::int64_t mark = state_->flushed_through ? std::int64_t{*state_->flushed_through} : -1;
  const bool in_part = std::ranges::any_of(batches_, [&](const BatchRecord& batch) {
    return batch.range.first <= mark && batch.range.last > mark;
  });
  if (in_part) return Answer();
  TRY_ASSIGN(const PgResult rows,
             connection_->Query(
                 fmt::format("SELECT coalesce(sum((row_counts::json->>$1)::bigint), 0)::bigint "
                             "FROM {} WHERE lo > $2",
                             kHotBatchesTable),
                 {spec.name, mark}));
  return Answer(static_cast<std::uint64_t>(rows.Int(0, 0)));
}

Result<bool> HotSnapshot::IsWhole() {
  TRY_ASSIGN(const std::optional<HotState> now, ReadHotState(*connection_));
  if (!state_) return !now.has_value();
  return now && now->whole() && now->epoch == state_->epoch;
}

}  // namespace lake
