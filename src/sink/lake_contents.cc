#include "sink/lake_contents.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <span>

#include "sink/lake_batches.h"
#include "sink/lake_shape.h"
#include "table/dataset_name.h"
#include "tables/all.h"

namespace lake {
namespace {

std::set<std::string> NamedTables(const std::vector<BatchRecord>& batches) {
  std::set<std::string> names;
  for (const BatchRecord& batch : batches) names.insert(batch.tables.begin(), batch.tables.end());
  return names;
}

// Nothing when there is no such table.
std::optional<LakeTable> HeldTable(const Table& table, const Lake& lake, const StoredNames& names,
                                   const LakeShape& shape) {
  const std::string_view name = StoredName(names, *table.spec);
  const auto found = shape.tables.find(name);
  if (found == shape.tables.end()) return std::nullopt;
  LakeTable held{*table.spec, {}, table, lake.Table(name), std::string(name)};
  for (const ColumnSpec& column : table.spec->columns) {
    const auto& columns = found->second;
    if (std::ranges::find(columns, column.name, &LakeColumn::name) == columns.end()) continue;
    held.columns.push_back(column);
  }
  const auto known = shape.datasets.find(DatasetName(*table.spec));
  if (known != shape.datasets.end()) held.minor_version = known->second.minor_version;
  return held;
}

void Link(std::deque<LakeTable>& tables) {
  for (LakeTable& held : tables) {
    held.spec.columns = held.columns;
    held.table.spec = &held.spec;
  }
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

void LinkTables(LakeContents& contents) {
  Link(contents.tables);
  contents.set.clear();
  for (const LakeTable& held : contents.tables) contents.set.push_back(&held.table);
}

bool LakeTable::Has(const BatchRecord& batch) const {
  if (!std::ranges::binary_search(batch.tables, spec.name)) return false;
  if (ledgers.empty()) return true;
  const auto after =
      std::ranges::upper_bound(ledgers, batch.range.first, {}, &LedgerEnds::value_type::first);
  return after != ledgers.begin() && batch.range.first <= std::prev(after)->second;
}

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
  LinkTables(contents);
  return {};
}

Result<std::deque<LakeTable>> ReadLakeTables(Connection& connection, const Lake& lake,
                                             const StoredNames& names) {
  TRY_ASSIGN(const LakeShape shape, ReadShape(connection, lake));
  std::deque<LakeTable> tables;
  for (const Table* table : AllTables()) {
    auto held = HeldTable(*table, lake, names, shape);
    if (held) tables.push_back(*std::move(held));
  }
  Link(tables);
  return tables;
}

Result<LakeContents> ReadLakeContents(Connection& connection, const Lake& lake,
                                      const StoredNames& names,
                                      std::span<const Table* const> known) {
  LakeContents contents;
  TRY_ASSIGN(contents.batches, ReadBatches(connection, lake));
  std::sort(
      contents.batches.begin(), contents.batches.end(),
      [](const BatchRecord& a, const BatchRecord& b) { return a.range.first < b.range.first; });
  TRY_ASSIGN(RecordedSchemas schemas, RecordedSchemas::Read(connection, lake));
  contents.schemas = std::make_shared<const RecordedSchemas>(std::move(schemas));
  TRY_ASSIGN(const LakeShape shape, ReadShape(connection, lake));
  const std::set<std::string> named = NamedTables(contents.batches);
  for (const Table* table : known) {
    if (!named.contains(std::string(table->spec->name))) continue;
    auto held = HeldTable(*table, lake, names, shape);
    if (!held) {
      return Error{Code::kDataLoss,
                   fmt::format("the lineage names {}, but there is no table {}; when it was "
                               "written under another name, give the same --config",
                               table->spec->name, StoredName(names, *table->spec))};
    }
    contents.tables.push_back(*std::move(held));
  }
  LinkTables(contents);
  return contents;
}

}  // namespace lake
