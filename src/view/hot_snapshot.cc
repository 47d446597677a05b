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
  const HotTable* const table = FindHotTable(spec.name);
  CHECK(table != nullptr);
  return HotTablePath(*table);
}

}  // namespace

Result<HotSnapshot> HotSnapshot::Begin(PgConnection connection) {
  auto kept = std::make_unique<PgConnection>(std::move(connection));
  TRY_ASSIGN(PgTransaction transaction, PgTransaction::Begin(*kept, kHotSnapshot));
  HotSnapshot snapshot(std::move(kept), std::move(transaction));
  TRY(snapshot.Read());
  return snapshot;
}

Status HotSnapshot::Read() {
  TRY(LockAgainstNewEpoch(*connection_));
  TRY_ASSIGN(state_, ReadHotState(*connection_));
  if (!state_ || !state_->whole()) return {};
  TRY_ASSIGN(batches_, ReadHotBatches(*connection_));
  coverage_ = HotCoverage(*state_, batches_);
  return {};
}

std::string HotSnapshot::RowsSql(const TableSpec& spec, std::span<const ColumnSpec> columns,
                                 const LedgerSpan& ledgers) {
  std::string selected;
  for (const ColumnSpec& column : columns) {
    selected +=
        fmt::format("{}CAST({} AS {})", selected.empty() ? "" : ", ", QuoteIdentifier(column.name),
                    SqlTypeName(column.type, SqlDialect::kPostgres));
  }
  return fmt::format("SELECT {} FROM {} WHERE {} BETWEEN {} AND {}", selected, PathOf(spec),
                     QuoteIdentifier(spec.sequence_column), ledgers.first, ledgers.last);
}

Result<std::vector<std::uint64_t>> HotSnapshot::CountRows(std::span<const Half> tables) {
  std::string sql;
  for (const Half& half : tables) {
    sql += fmt::format("{}(SELECT count(*) FROM {} WHERE {})", sql.empty() ? "SELECT " : ", ",
                       PathOf(*half.spec), HotCondition(*half.spec, *half.border));
  }
  std::vector<std::uint64_t> counts;
  if (sql.empty()) return counts;
  TRY_ASSIGN(const PgResult rows, connection_->Query(sql));
  for (std::size_t i = 0; i < tables.size(); ++i) {
    counts.push_back(static_cast<std::uint64_t>(rows.Int(i, 0)));
  }
  return counts;
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
