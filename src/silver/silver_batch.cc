#include "silver/silver_batch.h"

#include <fmt/format.h>

#include "silver/silver_ddl.h"
#include "silver/silver_inputs.h"
#include "table/sql_text.h"

namespace lake {
namespace {

std::string ColumnList(std::span<const SilverColumn> columns) {
  std::string out;
  for (const SilverColumn& column : columns) {
    if (!out.empty()) out += ", ";
    out += QuoteIdentifier(column.name);
  }
  return out;
}

}  // namespace

Status EvaluateTable(Connection& connection, const SilverTable& table) {
  return connection
      .Execute(fmt::format("CREATE OR REPLACE TEMP TABLE {} AS SELECT {} FROM (\n{}\n)",
                           QuoteIdentifier(table.name), ColumnList(table.columns), table.select))
      .Context(table.name);
}

Result<std::vector<SilverRows>> EvaluateBatch(Connection& connection, const SilverPlace& place,
                                              std::span<const SilverTable> tables) {
  std::vector<SilverRows> rows;
  TRY(CopyInputs(connection, place.bronze, tables, place.span));
  for (const SilverTable& table : tables) {
    const std::vector<StoredTable> stored = StoredTablesOf(table);
    if (stored.empty()) continue;
    if (table.kind == SilverKind::kState) {
      TRY(EvaluateState(connection, table, place.state));
    } else {
      TRY(EvaluateTable(connection, table));
    }
    for (const StoredTable& one : stored) {
      if (one.by != WrittenBy::kBatch && one.by != WrittenBy::kBatchAndMerge) continue;
      rows.push_back({.stored = one,
                      .from = one.from,
                      .beside = table.kind == SilverKind::kAgg ? PartColumnsOf(place.span) : ""});
    }
  }
  return rows;
}

}  // namespace lake
