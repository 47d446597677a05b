#include "flush/vacuum.h"

#include <fmt/format.h>

#include <array>
#include <string>

#include "hot/hot_batches.h"
#include "hot/hot_tables.h"
#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::array<std::string_view, 4> kOfTheBuffer = {
    kHotBatchesTable, "\"extra\".\"hot_ledgers\"", "\"extra\".\"hot_epoch\"",
    "\"extra\".\"hot_state\""};

Status Vacuum(PgConnection& connection, std::string_view table) {
  return connection.Query(fmt::format("VACUUM (ANALYZE) {}", table)).status().Context(table);
}

}  // namespace

Result<bool> MayVacuum(PgConnection& connection) {
  // All tables have one owner. The name of a privilege that a server does not know is an error, so
  // it is asked about only where it is known.
  TRY_ASSIGN(const PgResult rows,
             connection.Query(fmt::format(
                 "SELECT pg_has_role(c.relowner, 'USAGE') OR EXISTS (SELECT FROM pg_database d "
                 "WHERE d.datname = current_database() AND pg_has_role(d.datdba, 'USAGE')), "
                 "current_setting('server_version_num')::int >= 170000 "
                 "FROM pg_class c WHERE c.oid = {}::regclass",
                 QuoteLiteral(kHotBatchesTable))));
  TRY(rows.SingleRow());
  if (rows.Bool(0, 0) || !rows.Bool(1, 0)) return rows.Bool(0, 0);
  TRY_ASSIGN(const PgResult granted,
             connection.Query(fmt::format("SELECT has_table_privilege({}, 'MAINTAIN')",
                                          QuoteLiteral(kHotBatchesTable))));
  TRY(granted.SingleRow());
  return granted.Bool(0, 0);
}

Status VacuumHotTables(PgConnection& connection) {
  for (const HotTable& table : HotTables()) {
    TRY(Vacuum(connection, HotTablePath(table)));
  }
  for (const std::string_view table : kOfTheBuffer) TRY(Vacuum(connection, table));
  return {};
}

}  // namespace lake
