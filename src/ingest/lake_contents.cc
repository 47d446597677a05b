#include "ingest/lake_contents.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "sink/lake_batches.h"
#include "table/sql_text.h"
#include "tables/all.h"

namespace lake {
namespace {

// Columns of a table of the lake's schema; none when there is no such table.
Result<std::set<std::string, std::less<>>> ColumnsInLake(Connection& connection, const Lake& lake,
                                                         std::string_view table) {
  TRY_ASSIGN(QueryResult result,
             connection.Query(fmt::format(
                 "SELECT column_name FROM duckdb_columns() WHERE database_name = {} AND "
                 "schema_name = {} AND table_name = {}",
                 QuoteLiteral(lake.options().catalog_name),
                 QuoteLiteral(lake.options().schema_name), QuoteLiteral(table))));
  std::set<std::string, std::less<>> names;
  TRY(ForEachRow(result, [&](std::size_t row) -> Status {
    names.emplace(result.Text(0, row));
    return {};
  }));
  return names;
}

std::set<std::string> NamedTables(const std::vector<BatchRecord>& batches) {
  std::set<std::string> names;
  for (const BatchRecord& batch : batches) names.insert(batch.tables.begin(), batch.tables.end());
  return names;
}

using ColumnNames = std::set<std::string, std::less<>>;

LakeTable TableOf(const Table& table, std::string path, const ColumnNames& columns) {
  LakeTable held{*table.spec, {}, table, std::move(path)};
  for (const ColumnSpec& column : table.spec->columns) {
    if (columns.contains(column.name)) held.columns.push_back(column);
  }
  return held;
}

// After tables have been put in or taken out.
void Link(std::deque<LakeTable>& tables) {
  for (LakeTable& held : tables) {
    held.spec.columns = held.columns;
    held.table.spec = &held.spec;
  }
}

void Link(LakeContents& contents) {
  Link(contents.tables);
  contents.set.clear();
  for (const LakeTable& held : contents.tables) contents.set.push_back(&held.table);
}

std::set<std::string, std::less<>> NamesOf(const TableSet& tables) {
  std::set<std::string, std::less<>> names;
  for (const Table* table : tables) names.emplace(table->spec->name);
  return names;
}

bool IsTable(const std::string& name) {
  return std::ranges::any_of(AllTables(),
                             [&](const Table* table) { return table->spec->name == name; });
}

// A group may have tables that a lake of an older program lacks; a table is asked for by itself.
Status CheckHeld(const std::vector<std::string>& wanted, const LakeContents& contents) {
  const auto held = NamesOf(contents.set);
  for (const std::string& name : wanted) {
    if (!IsTable(name) || held.contains(name)) continue;
    return {Code::kNotFound,
            fmt::format("the lake has no ledgers of {}; it has {}", name, fmt::join(held, ", "))};
  }
  return {};
}

}  // namespace

Status KeepTables(const TableWish& wish, LakeContents& contents) {
  TRY(CheckHeld(wish.tables, contents));
  auto kept = NamesOf(contents.set);
  if (!wish.tables.empty()) {
    TRY_ASSIGN(const TableSet wanted, SelectTables(wish.tables));
    const auto names = NamesOf(wanted);
    std::erase_if(kept, [&](const std::string& name) { return !names.contains(name); });
  }
  for (const std::string& name : wish.exclude) {
    const auto excluded = SelectTables(std::span(&name, 1));
    if (!excluded.ok()) continue;
    for (const std::string& table : NamesOf(*excluded)) kept.erase(table);
  }
  if (kept.empty() && !contents.tables.empty()) {
    return {Code::kNotFound, "the lake has none of these tables"};
  }
  std::erase_if(contents.tables,
                [&](const LakeTable& table) { return !kept.contains(table.spec.name); });
  for (BatchRecord& batch : contents.batches) {
    std::erase_if(batch.tables, [&](const std::string& name) { return !kept.contains(name); });
  }
  std::erase_if(contents.batches, [](const BatchRecord& batch) { return batch.tables.empty(); });
  Link(contents);
  return {};
}

Result<std::deque<LakeTable>> ReadLakeTables(Connection& connection, const Lake& lake,
                                             const StoredNames& names) {
  std::deque<LakeTable> tables;
  for (const Table* table : AllTables()) {
    const std::string_view name = StoredName(names, *table->spec);
    TRY_ASSIGN(const auto columns, ColumnsInLake(connection, lake, name));
    if (!columns.empty()) tables.push_back(TableOf(*table, lake.Table(name), columns));
  }
  Link(tables);
  return tables;
}

Result<LakeContents> ReadLakeContents(Connection& connection, const Lake& lake,
                                      const StoredNames& names) {
  LakeContents contents;
  TRY_ASSIGN(contents.batches, ReadBatches(connection, lake));
  std::sort(
      contents.batches.begin(), contents.batches.end(),
      [](const BatchRecord& a, const BatchRecord& b) { return a.range.first < b.range.first; });
  const std::set<std::string> named = NamedTables(contents.batches);
  for (const Table* table : AllTables()) {
    if (!named.contains(std::string(table->spec->name))) continue;
    const std::string_view name = StoredName(names, *table->spec);
    TRY_ASSIGN(const auto columns, ColumnsInLake(connection, lake, name));
    if (columns.empty()) {
      return Error{Code::kDataLoss,
                   fmt::format("the lineage names {}, but there is no table {}; when it was "
                               "written under another name, give the same --config",
                               table->spec->name, name)};
    }
    contents.tables.push_back(TableOf(*table, lake.Table(name), columns));
  }
  Link(contents);
  return contents;
}

}  // namespace lake
