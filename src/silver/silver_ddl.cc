#include "silver/silver_ddl.h"

#include <fmt/format.h>

#include "silver/state_words.h"
#include "table/sql_text.h"
#include "tables/range_column.h"

namespace lake {
namespace {

// The batch that made a partial row, so that a rebuild can take it away again.
std::vector<SilverColumn> PartColumns(const SilverTable& table) {
  std::vector<SilverColumn> columns = table.columns;
  columns.push_back({.name = "batch_lo",
                     .type = "BIGINT",
                     .doc = "First ledger of the batch that made the partial row.",
                     .unit = "ledgers"});
  columns.push_back({.name = "batch_hi",
                     .type = "BIGINT",
                     .doc = "Last ledger of that batch.",
                     .unit = "ledgers"});
  return columns;
}

}  // namespace

std::vector<StoredTable> StoredTablesOf(const SilverTable& table) {
  switch (table.kind) {
    case SilverKind::kRow:
      return {{.name = table.name,
               .columns = table.columns,
               .from = table.name,
               .order = table.key,
               .by_range = table.Find(kRangeColumn) != nullptr}};
    case SilverKind::kAgg:
      return {{.name = table.name + "_parts",
               .columns = PartColumns(table),
               .from = table.name,
               .order = table.key}};
    case SilverKind::kState:
      return StateTables(table);
    case SilverKind::kView:
    case SilverKind::kLaw:
      break;
  }
  return {};
}

std::string ColumnDefinitions(const StoredTable& table) {
  std::string columns;
  for (const SilverColumn& column : table.columns) {
    columns += fmt::format("{}{} {}{}", columns.empty() ? "" : ", ", QuoteIdentifier(column.name),
                           column.type, column.nullable ? "" : " NOT NULL");
  }
  return columns;
}

std::vector<std::string> CreateStatements(const StoredTable& table, std::string_view parent) {
  const std::string name = fmt::format("{}.{}", parent, QuoteIdentifier(table.name));
  std::vector<std::string> statements{
      fmt::format("CREATE TABLE {} ({})", name, ColumnDefinitions(table))};
  if (table.by_range) {
    statements.push_back(fmt::format("ALTER TABLE {} SET PARTITIONED BY ({})", name, kRangeColumn));
  }
  return statements;
}

}  // namespace lake
