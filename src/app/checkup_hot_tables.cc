// The hot buffer: what its user may do, and what a crash leaves.
#include <fmt/format.h>

#include <algorithm>

#include "app/checkup_hot.h"
#include "flush/vacuum.h"
#include "hot/hot_tables.h"

namespace lake {
namespace {

constexpr std::string_view kTablesSql = R"(
SELECT c.relname::text, c.relpersistence = 'u',
  has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'),
  has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE') AND
    has_table_privilege(c.oid, 'DELETE') AND has_table_privilege(c.oid, 'TRUNCATE'),
  has_table_privilege(c.oid, CASE c.relname WHEN 'hot_state' THEN 'UPDATE' ELSE 'DELETE' END)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND
  (n.nspname = 'extra' OR
   (n.nspname = current_schema() AND c.relname = ANY (string_to_array($1, ','))))
ORDER BY 1)";

constexpr std::string_view kLoggedAlways = "hot_state";  // what a crash is found by

struct Tables {
  std::size_t count = 0;
  std::size_t unlogged = 0;
  std::size_t logged = 0;
  std::vector<std::string> unread;      // that the user may not read,
  std::vector<std::string> not_filled;  // write rows to and take them from,
  std::vector<std::string> not_flushed;
};

std::string NamesInHome() {
  std::string names;
  for (const HotTable& table : HotTables()) {
    if (table.schema.empty()) names += (names.empty() ? "" : ",") + std::string(table.spec->name);
  }
  return names;
}

Result<Tables> ReadTables(PgConnection& connection) {
  TRY_ASSIGN(const PgResult rows, connection.Query(kTablesSql, {NamesInHome()}));
  Tables tables;
  tables.count = rows.size();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string name(rows.Text(0, row));
    if (name != kLoggedAlways) ++(rows.Bool(1, row) ? tables.unlogged : tables.logged);
    if (!rows.Bool(2, row)) tables.unread.push_back(name);
    if (!rows.Bool(3, row)) tables.not_filled.push_back(name);
    if (!rows.Bool(4, row)) tables.not_flushed.push_back(name);
  }
  return tables;
}

// Some tables and not others: roles were granted before a migration added tables.
bool IsPart(const std::vector<std::string>& lacking, const Tables& tables) {
  return !lacking.empty() && lacking.size() < tables.count;
}

Result<Finding> RightsFinding(PgConnection& connection, const Tables& tables) {
  const std::string check = "hot rights";
  constexpr std::string_view kGrant = "`stellarlake hot migrate up --roles` grants them again";
  if (!tables.unread.empty()) {
    return Failure(check, fmt::format("{} cannot be read", tables.unread.front()),
                   fmt::format("{}; a login is a member of stellar_hot_reader, "
                               "stellar_hot_ingester or stellar_hot_flusher",
                               kGrant),
                   Code::kInvalidArgument);
  }
  for (const auto& [lacking, duty] :
       {std::pair(&tables.not_filled, "filled"), {&tables.not_flushed, "flushed"}}) {
    if (!IsPart(*lacking, tables)) continue;
    return Warning(check, fmt::format("{} cannot be {}, others can", lacking->front(), duty),
                   std::string(kGrant));
  }
  TRY_ASSIGN(const bool vacuums, MayVacuum(connection));
  std::string may = "read";
  std::string may_not;
  for (const auto& [allowed, duty] : {std::pair(tables.not_filled.empty(), "ingest"),
                                      {tables.not_flushed.empty(), "flush"},
                                      {vacuums, "vacuum"}}) {
    std::string& list = allowed ? may : may_not;
    list += (list.empty() ? "" : ", ") + std::string(duty);
  }
  return Good(check, may_not.empty() ? fmt::format("may {}", may)
                                     : fmt::format("may {}; may not {}", may, may_not));
}

Finding DurabilityFinding(const Tables& tables, const Settings& settings) {
  const std::string check = "hot tables";
  constexpr std::string_view kMakeLogged = "stellarlake hot migrate up --logged";
  const std::string crash =
      "a crash of PostgreSQL empties them, and the ingester fetches again what is not in the lake";
  if (tables.unlogged == 0) {
    return Good(check, fmt::format("{} LOGGED, they survive a crash", tables.count));
  }
  if (tables.logged > 0) {
    return Warning(check,
                   fmt::format("{} LOGGED, {} UNLOGGED: a crash of PostgreSQL empties some of them",
                               tables.logged, tables.unlogged),
                   std::string(kMakeLogged));
  }
  std::string detail = fmt::format("{} UNLOGGED: {}", tables.unlogged, crash);
  if (!settings.hot_logged) return Good(check, std::move(detail));
  return Warning(check, std::move(detail), fmt::format("postgres.logged is true: {}", kMakeLogged));
}

}  // namespace

void CheckHotTables(PgConnection& connection, const Settings& settings,
                    std::vector<Finding>& findings) {
  const auto tables = ReadTables(connection);
  if (tables.ok() && tables->count == 0) return;  // which the schema's finding says
  auto rights = tables.ok() ? RightsFinding(connection, *tables) : Result<Finding>(tables.status());
  if (!rights.ok()) {
    findings.push_back(
        Failure("hot rights", rights.error().message, "see the message", rights.error().code));
    return;
  }
  findings.push_back(std::move(rights).value());
  findings.push_back(DurabilityFinding(*tables, settings));
}

}  // namespace lake
