#include "hot/hot_tables.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/check.h"
#include "tables/all.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

constexpr std::array<std::string_view, 4> kGroupsOfSpec004 = {"core", "effects_trades",
                                                              "account_state", "soroban"};
// What the hot buffer has of kMetaTables; the others belong to a lake.
constexpr std::array<const TableSpec*, 5> kHotMetaTables = {
    &kMetaDatasets, &kMetaLineage, &kMetaQuality, &kMetaChanges, &kMetaEras};

std::vector<HotTable> ListHotTables() {
  const std::vector<std::string> older_and_current = {"core"};
  Result<TableSet> of_spec000 = SelectTables(older_and_current);
  Result<TableSet> bronze = SelectTables({});
  CHECK(of_spec000.ok() && bronze.ok());
  const auto has = [](const TableSet& set, const Table* table) {
    return std::ranges::find(set, table) != set.end();
  };
  std::vector<HotTable> tables;
  for (const Table* table : AllTables()) {
    const bool in_bronze = has(*bronze, table);
    if (has(*of_spec000, table) && !in_bronze) continue;
    const bool of_spec004 = in_bronze && std::ranges::find(kGroupsOfSpec004, table->spec->group) !=
                                             kGroupsOfSpec004.end();
    tables.push_back({table->spec, of_spec004 ? "" : kExtraSchema});
  }
  for (const TableSpec* spec : kHotMetaTables) tables.push_back({spec, ""});
  return tables;
}

}  // namespace

std::span<const HotTable> HotTables() {
  static const auto* tables = new std::vector<HotTable>(ListHotTables());
  return *tables;
}

const HotTable* FindHotTable(std::string_view name) {
  const auto tables = HotTables();
  const auto found =
      std::ranges::find_if(tables, [&](const HotTable& hot) { return hot.spec->name == name; });
  return found == tables.end() ? nullptr : &*found;
}

DdlOptions HotDdlOptions(const HotTable& table) {
  return {.dialect = SqlDialect::kPostgres, .parent = table.schema, .if_not_exists = false};
}

std::string HotTablePath(const HotTable& table) {
  return DdlTableName(*table.spec, HotDdlOptions(table));
}

}  // namespace lake
