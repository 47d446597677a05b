#include "app/lake_choice.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/await_store.h"
#include "app/open_lake.h"
#include "app/run_setup.h"
#include "lake/lake_writer_options.h"
#include "sink/lake_contents.h"
#include "tables/all.h"

namespace lake {
namespace {

// What is left out may be columns; tables and groups leave the columns of others alone.
bool ChoosesColumns(const Settings& settings) {
  return !settings.columns.empty() ||
         std::ranges::any_of(settings.exclude, [](const std::string& name) {
           return !SelectTables(std::span(&name, 1)).ok();
         });
}

// The columns that a lake which is to be written will have: those it has, and those that came later
// than whoever wrote it.
std::vector<ColumnSpec> ColumnsToBe(const LakeTable& held) {
  std::vector<ColumnSpec> columns;
  for (const ColumnSpec& column : WholeSpec(held.spec).columns) {
    const bool has =
        std::ranges::find(held.columns, column.name, &ColumnSpec::name) != held.columns.end();
    if (has || column.since > held.minor_version) columns.push_back(column);
  }
  return columns;
}

// As --columns takes them; empty when no table of the lake is narrow.
std::vector<std::string> ColumnsFor(const TableSet& chosen, const std::deque<LakeTable>& held) {
  std::vector<std::string> columns;
  bool narrow = false;
  for (const Table* table : chosen) {
    const auto in_lake = std::ranges::find_if(
        held, [table](const LakeTable& of_lake) { return of_lake.spec.name == table->spec->name; });
    const auto& whole = WholeSpec(*table->spec).columns;
    const auto kept = in_lake == held.end() ? std::vector<ColumnSpec>(whole.begin(), whole.end())
                                            : ColumnsToBe(*in_lake);
    narrow = narrow || kept.size() != whole.size();
    for (const ColumnSpec& column : kept) {
      columns.push_back(fmt::format("{}.{}", table->spec->name, column.name));
    }
  }
  return narrow ? columns : std::vector<std::string>();
}

Status Adopt(Settings& settings) {
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  if (lake->options().schema_name != settings.schema_name) return {};
  TRY_ASSIGN(Connection connection, lake->Connect());
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> named, ChooseTables(settings));
  TRY_ASSIGN(const std::deque<LakeTable> held,
             ReadLakeTables(connection, *lake, named->stored_names()));
  if (held.empty()) return {};
  if (!ChoosesTables(settings)) {
    for (const LakeTable& table : held) settings.tables.emplace_back(table.spec.name);
  }
  if (ChoosesColumns(settings)) return {};
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> chosen, ChooseTables(settings));
  settings.columns = ColumnsFor(chosen->set(), held);
  return {};
}

}  // namespace

bool ChoosesTables(const Settings& settings) {
  const bool all_enabled =
      settings.enable_transactions && settings.enable_operations && settings.enable_balances;
  return !settings.tables.empty() || !settings.exclude.empty() || !all_enabled;
}

Result<Settings> LikeTheLake(Settings settings, std::stop_token stop,
                             const std::function<void(const Error&)>& on_wait) {
  const LakeWriterOptions writer;
  const AwaitedStore catalog{
      .name = "the catalog",
      .away = "the catalog",
      .policy = {.backoff = writer.backoff,
                 .attempts_max = 0,
                 .patience_ms = writer.patience_ms,
                 .may_pass = [](Code code) { return code == Code::kUnavailable; }}};
  return AwaitStore(catalog, stop, on_wait, [&]() -> Result<Settings> {
    Settings adopted = settings;
    const Status status = Adopt(adopted);
    if (status.ok()) return adopted;
    if (status.error().code == Code::kNotFound) return settings;
    return status.error();
  });
}

Result<std::vector<std::string>> TablesOfLake(Connection& connection, const Lake& lake,
                                              const Settings& settings) {
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> named, ChooseTables(settings));
  TRY_ASSIGN(const std::deque<LakeTable> held,
             ReadLakeTables(connection, lake, named->stored_names()));
  std::vector<std::string> tables;
  for (const LakeTable& table : held) tables.emplace_back(table.spec.name);
  return tables;
}

}  // namespace lake
