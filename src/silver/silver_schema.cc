#include "silver/silver_schema.h"

#include <fmt/format.h>

#include <array>
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

// All of them: one that was there may read a table that came new.
Status MakeViews(Connection& connection, const Lake& silver) {
  const std::string schema = silver.Schema();
  TRY_ASSIGN(const NamedView roots, RootsView(schema));
  std::vector<NamedView> views{roots};
  for (const SilverTable& table : SilverTables()) {
    if (table.kind == SilverKind::kAgg) {
      const std::string parts = silver.Table(table.name + "_parts");
      TRY_ASSIGN(std::string select, MergedPartsSql(table, parts));
      views.push_back({table.name, std::move(select)});
    }
    if (table.kind != SilverKind::kState) continue;
    TRY_ASSIGN(const std::vector<NamedView> of_state, StateViews(table, schema));
    views.insert(views.end(), of_state.begin(), of_state.end());
  }
  for (const NamedView& view : views) {
    TRY(connection
            .Execute(fmt::format("CREATE OR REPLACE VIEW {} AS {}", silver.Table(view.name),
                                 view.select))
            .Context(view.name));
  }
  return {};
}

}  // namespace

Status MakeSilverTables(Connection& connection, const Lake& silver) {
  TRY_ASSIGN(Transaction transaction, Transaction::Begin(connection));
  TRY_ASSIGN(const LakeShape shape, ReadShape(connection, silver));
  TRY_ASSIGN(const bool changed, MakeTables(connection, shape, silver.Schema()));
  if (!changed) return {};
  TRY(MakeViews(connection, silver));
  return transaction.Commit();
}

}  // namespace lake
