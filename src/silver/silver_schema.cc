#include "silver/silver_schema.h"

#include <fmt/format.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "duckdb/transaction.h"
#include "silver/merged_parts.h"
#include "silver/silver_ddl.h"
#include "silver/silver_meta.h"
#include "silver/silver_tables.h"
#include "silver/state_words.h"
#include "sink/lake_shape.h"
#include "table/ddl.h"
#include "table/sql_text.h"
#include "tables/all.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

constexpr std::array kOwnTables = {&kFence, &kSilverBatches, &kSilverSegments};

// Whether any was missing.
Result<bool> MakeTables(Connection& connection, const LakeShape& shape, const std::string& schema) {
  bool changed = false;
  for (const TableSpec* spec : kOwnTables) {
    if (shape.tables.contains(spec->name)) continue;
    changed = true;
    TRY(connection.Execute(CreateTableSql(*spec, {.parent = schema, .if_not_exists = false})));
  }
  for (const SilverTable& table : SilverTables()) {
    for (const StoredTable& stored : StoredTablesOf(table)) {
      if (shape.tables.contains(stored.name)) continue;
      changed = true;
      for (const std::string& statement : CreateStatements(stored, schema)) {
        TRY(connection.Execute(statement).Context(stored.name));
      }
    }
  }
  return changed;
}

// All of them, each behind those that it reads.
Result<std::vector<NamedView>> ViewsOf(const Lake& silver, std::string_view bronze_schema) {
  const std::string schema = silver.Schema();
  TRY_ASSIGN(const NamedView roots, RootsView(schema));
  std::vector<NamedView> views{roots};
  for (const SilverTable& table : SilverTables()) {
    if (table.kind == SilverKind::kAgg) {
      TRY_ASSIGN(std::string select, MergedPartsSql(table, silver.Table(table.name + "_parts")));
      views.push_back({table.name, std::move(select)});
    } else if (table.kind == SilverKind::kView) {
      views.push_back({table.name, ViewSql(table, bronze_schema)});
    } else if (table.kind == SilverKind::kState) {
      TRY_ASSIGN(const std::vector<NamedView> of_state, StateViews(table, schema));
      views.insert(views.end(), of_state.begin(), of_state.end());
    }
  }
  return views;
}

// Names of the views that there are.
Result<std::set<std::string>> ReadViews(Connection& connection, const Lake& silver) {
  TRY_ASSIGN(
      QueryResult rows,
      connection.Query(fmt::format(
          "SELECT view_name FROM duckdb_views() WHERE database_name = {} AND schema_name = {}",
          QuoteLiteral(silver.options().catalog_name),
          QuoteLiteral(silver.options().schema_name))));
  std::set<std::string> names;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    names.emplace(rows.Text(0, row));
    return {};
  }));
  return names;
}

Status MakeViews(Connection& connection, const Lake& silver, std::span<const NamedView> views) {
  // Names in a view are looked for in its own schema.
  for (const NamedView& view : views) {
    TRY(connection
            .Execute(fmt::format("CREATE OR REPLACE VIEW {} AS {}", silver.Table(view.name),
                                 view.select))
            .Context(view.name));
  }
  return {};
}

}  // namespace

std::string ViewSql(const SilverTable& view, std::string_view bronze_schema) {
  std::string sql = view.select;
  for (const std::string& input : view.inputs) {
    if (FindTable(input) == nullptr) continue;
    const std::string path = QualifiedName({bronze_schema, input});
    for (std::size_t at = sql.find(input); at != sql.npos; at = sql.find(input, at)) {
      sql.replace(at, input.size(), path);
      at += path.size();
    }
  }
  return sql;
}

Status MakeSilverTables(Connection& connection, const Lake& silver,
                        std::string_view bronze_schema) {
  TRY_ASSIGN(Transaction transaction, Transaction::Begin(connection));
  TRY_ASSIGN(const LakeShape shape, ReadShape(connection, silver));
  TRY_ASSIGN(bool changed, MakeTables(connection, shape, silver.Schema()));
  TRY_ASSIGN(const std::vector<NamedView> views, ViewsOf(silver, bronze_schema));
  TRY_ASSIGN(const std::set<std::string> there, ReadViews(connection, silver));
  for (const NamedView& view : views) changed |= !there.contains(view.name);
  if (!changed) return {};
  // All of them: one that was there may read what came new.
  TRY(MakeViews(connection, silver, views));
  return transaction.Commit();
}

}  // namespace lake
