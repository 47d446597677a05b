#include "silver/silver_ddl.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
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

bool IsKey(const SilverTable& table, std::string_view column) {
  return std::ranges::find(table.key, column) != table.key.end();
}

std::string JoinQuoted(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ", ";
    out += QuoteIdentifier(name);
  }
  return out;
}

// One column of the merged row.
std::string MergedColumn(const SilverColumn& column) {
  const std::string name = QuoteIdentifier(column.name);
  const std::string& rule = column.merge.rule;
  if (rule == "sum") {
    // A sum of BIGINT is a HUGEINT, which files cannot hold (D-S5).
    const bool decimal = column.type.starts_with("DECIMAL");
    return decimal ? fmt::format("sum({})::{} AS {}", name, column.type, name)
                   : fmt::format("sum({}::DECIMAL(38,0))::{} AS {}", name, column.type, name);
  }
  if (rule == "least") return fmt::format("min({0}) AS {0}", name);
  if (rule == "greatest") return fmt::format("max({0}) AS {0}", name);
  const std::string order = column.merge.by.size() == 1
                                ? QuoteIdentifier(column.merge.by.front())
                                : fmt::format("({})", JoinQuoted(column.merge.by));
  CHECK(rule == "first" || rule == "last");
  return fmt::format("{}({}, {}) AS {}", rule == "first" ? "arg_min" : "arg_max", name, order,
                     name);
}

}  // namespace

std::vector<StoredTable> StoredTablesOf(const SilverTable& table) {
  switch (table.kind) {
    case SilverKind::kRow:
      return {{.name = table.name,
               .columns = table.columns,
               .by_range = table.Find(kRangeColumn) != nullptr}};
    case SilverKind::kAgg:
      return {{.name = table.name + "_parts", .columns = PartColumns(table)}};
    case SilverKind::kState:
    case SilverKind::kView:
    case SilverKind::kLaw:
      break;
  }
  return {};
}

std::vector<std::string> CreateStatements(const StoredTable& table, std::string_view parent) {
  std::string columns;
  for (const SilverColumn& column : table.columns) {
    columns += fmt::format("{}{} {}{}", columns.empty() ? "" : ", ", QuoteIdentifier(column.name),
                           column.type, column.nullable ? "" : " NOT NULL");
  }
  const std::string name = fmt::format("{}.{}", parent, QuoteIdentifier(table.name));
  std::vector<std::string> statements{fmt::format("CREATE TABLE {} ({})", name, columns)};
  if (table.by_range) {
    statements.push_back(fmt::format("ALTER TABLE {} SET PARTITIONED BY ({})", name, kRangeColumn));
  }
  return statements;
}

std::string MergedPartsSql(const SilverTable& table, std::string_view parts) {
  std::string columns;
  for (const SilverColumn& column : table.columns) {
    if (!columns.empty()) columns += ", ";
    columns += IsKey(table, column.name) ? QuoteIdentifier(column.name) : MergedColumn(column);
  }
  return fmt::format("SELECT {} FROM {} GROUP BY {}", columns, parts, JoinQuoted(table.key));
}

}  // namespace lake
