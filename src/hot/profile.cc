#include "hot/profile.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "hot/embedded_migrations.h"
#include "hot/hot_tables.h"
#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::string_view kUnloggedSql = R"(
SELECT n.nspname::text, c.relname::text
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence = 'u' AND n.nspname IN (current_schema(), 'extra')
ORDER BY 1, 2)";

// Whatever stands in `extra` is ours; beside other people's tables only what the registry names.
bool IsOurs(std::string_view schema, std::string_view table) {
  return schema == kExtraSchema || std::ranges::any_of(HotTables(), [table](const HotTable& hot) {
           return hot.spec->name == table;
         });
}

}  // namespace

Result<std::size_t> MakeTablesLogged(PgConnection& connection) {
  TRY_ASSIGN(const PgResult rows, connection.Query(kUnloggedSql));
  std::size_t changed = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!IsOurs(rows.Text(0, row), rows.Text(1, row))) continue;
    const std::string name = QualifiedName({rows.Text(0, row), rows.Text(1, row)});
    TRY(connection.Execute(fmt::format("ALTER TABLE {} SET LOGGED", name)).Context(name));
    ++changed;
  }
  return changed;
}

Status MakeRoles(PgConnection& connection) {
  const auto files = EmbeddedMigrationFiles();
  const auto roles = std::ranges::find(files, "roles.sql", &EmbeddedFile::name);
  CHECK(roles != files.end());
  return connection.Execute(roles->text).Context("roles");
}

}  // namespace lake
