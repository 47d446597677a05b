// The views of hot and cold as one, as a script for DuckDB without this program.
#include <fmt/format.h>

#include "app/open_hot.h"
#include "app/open_lake.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "hot/hot_tables.h"
#include "view/plain_views.h"

namespace lake {
namespace {

constexpr std::string_view kHead =
    "-- The hot buffer and the lake as one, for DuckDB with its extensions postgres and ducklake.\n"
    "-- Made by `stellarlake hot view-sql`; docs/hot-cold.md says what it promises and what not.\n"
    "-- Passwords are not here: PGPASSWORD and ~/.pgpass have them, or secrets of DuckDB.\n\n";

}  // namespace

Status RunHotViewSql(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> chosen, ChooseTables(settings));
  std::vector<NamedTable> tables;
  for (const Table* table : chosen->set()) {
    if (FindHotTable(table->spec->name) == nullptr) continue;
    tables.push_back({table->spec, std::string(StoredName(chosen->stored_names(), *table->spec))});
  }
  TRY_ASSIGN(const ConnInfo hot, ParseConnInfo(HotConnInfo(settings)));
  const LakeOptions options = LakeOptionsOf(settings);
  TRY_ASSIGN(const LakeLocation lake, ParseLakeLocation(options.location, options.data_path));
  return Print(fmt::format("{}{}\n{}{}", kHead, PlainExtensionsSql(lake), PlainAttachSql(hot, lake),
                           PlainViewsSql(options.schema_name, tables)));
}

}  // namespace lake
