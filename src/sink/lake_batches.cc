#include "sink/lake_batches.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/hex.h"
#include "table/sql_text.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

std::vector<std::string> SplitNames(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    out.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return out;
}

Result<std::uint32_t> ParseSequence(std::int64_t number) {
  if (number >= 0 && number <= std::numeric_limits<std::uint32_t>::max()) {
    return static_cast<std::uint32_t>(number);
  }
  return {Code::kDataLoss, fmt::format("the lake holds {} for a ledger", number)};
}

// Ranges stand as literals, not parameters: only then are files pruned by their statistics.
Result<std::vector<BatchRecord>> SelectBatches(Connection& connection, std::string_view table,
                                               std::string_view condition) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT batch_id, lo, hi, first_prev_hash, last_hash, writer, "
                 "array_to_string(list_sort(json_keys(row_counts)), ','), "
                 "strftime(created_at, '%Y-%m-%d %H:%M:%S') FROM {} WHERE {} ORDER BY lo",
                 table, condition)));
  std::vector<BatchRecord> out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    BatchRecord record;
    record.batch_id = std::string(rows.Text(0, row));
    TRY_ASSIGN(record.range.first, ParseSequence(rows.Int(1, row)));
    TRY_ASSIGN(record.range.last, ParseSequence(rows.Int(2, row)));
    if (record.range.first > record.range.last) {
      return {Code::kDataLoss, fmt::format("the lake holds a batch of ledgers {}-{}",
                                           record.range.first, record.range.last)};
    }
    TRY_ASSIGN(record.range.first_previous_hash, ParseHash(rows.Text(3, row)));
    TRY_ASSIGN(record.range.last_hash, ParseHash(rows.Text(4, row)));
    record.writer = std::string(rows.Text(5, row));
    record.tables = SplitNames(rows.Text(6, row));
    record.created_at = std::string(rows.Text(7, row));
    out.push_back(std::move(record));
    return {};
  }));
  return out;
}

}  // namespace

Result<std::vector<BatchRecord>> ReadBatches(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(const std::int64_t tables, CountTables(connection, lake));
  if (tables == 0) return std::vector<BatchRecord>();
  return SelectBatches(connection, lake.Table(kBatches.name), "true");
}

Result<std::vector<BatchRecord>> ReadBatchesOf(Connection& connection, std::string_view schema) {
  return SelectBatches(connection, fmt::format("{}.{}", schema, QuoteIdentifier(kBatches.name)),
                       "true");
}

Result<std::vector<BatchRecord>> ReadNear(Connection& connection, const Lake& lake,
                                          const CoveredRange& range) {
  const LedgerSpan near = range.span().WithNeighbours();
  return SelectBatches(connection, lake.Table(kBatches.name),
                       fmt::format("hi >= {} AND lo <= {}", near.first, near.last));
}

Result<std::vector<BatchRecord>> ReadFrom(Connection& connection, const Lake& lake,
                                          std::uint32_t first) {
  return SelectBatches(connection, lake.Table(kBatches.name), fmt::format("hi >= {}", first));
}

Result<bool> BeginsBefore(Connection& connection, const Lake& lake, std::uint32_t sequence) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT 1 FROM {} WHERE lo < {} LIMIT 1",
                                          lake.Table(kBatches.name), sequence)));
  return rows.Next();
}

}  // namespace lake
