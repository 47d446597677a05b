#include "hot/schema_version.h"

#include <fmt/format.h>

#include "base/crc32.h"
#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::string_view kTable = "schema_migrations";
constexpr std::uint32_t kLockSalt = 1'486'364'155;  // golang-migrate's advisoryLockIDSalt

}  // namespace

std::int64_t MigrationLockKey(std::string_view database, std::string_view schema) {
  std::string names(schema);
  for (const std::string_view next : {kTable, database}) {
    names += '\0';
    names += next;
  }
  return std::int64_t{static_cast<std::uint32_t>(Crc32(AsBytes(names)) * kLockSalt)};
}

SchemaVersionTable::SchemaVersionTable(PgConnection& connection, std::string database,
                                       std::string schema)
    : connection_(&connection),
      database_(std::move(database)),
      schema_(std::move(schema)),
      name_(QualifiedName({schema_, kTable})) {}

Result<SchemaVersionTable> SchemaVersionTable::Find(PgConnection& connection) {
  TRY_ASSIGN(const PgResult names,
             connection.Query("SELECT current_database()::text, current_schema()::text"));
  TRY(names.SingleRow());
  if (names.IsNull(1, 0)) {
    return Error{Code::kInvalidArgument,
                 "no schema of the search path is there: CREATE SCHEMA public"};
  }
  return SchemaVersionTable(connection, std::string(names.Text(0, 0)),
                            std::string(names.Text(1, 0)));
}

Result<SchemaVersion> SchemaVersionTable::Read() {
  TRY_ASSIGN(const PgResult there,
             connection_->Query("SELECT to_regclass($1) IS NOT NULL", {name_}));
  TRY(there.SingleRow());
  if (!there.Bool(0, 0)) return SchemaVersion{};
  TRY_ASSIGN(const PgResult rows,
             connection_->Query(fmt::format("SELECT version, dirty FROM {} LIMIT 1", name_)));
  if (rows.size() == 0) return SchemaVersion{};
  return SchemaVersion{rows.Int(0, 0), rows.Bool(1, 0)};
}

Status SchemaVersionTable::Lock(std::int64_t wait_ms) {
  TRY(connection_->Execute(fmt::format("SET LOCAL lock_timeout = {}", wait_ms)));
  // The command line of golang-migrate has the path of an address for a name, programs that give
  // its library a connection the name alone.
  for (const std::string& database : {"/" + database_, database_}) {
    const Result<PgResult> locked = connection_->Query(
        "SELECT pg_advisory_xact_lock($1::bigint)::text", {MigrationLockKey(database, schema_)});
    if (locked.ok()) continue;
    if (locked.error().code != Code::kConflict) return locked.status();
    return {Code::kConflict, "another migration is running: wait for its end, then run it again"};
  }
  TRY(connection_->Execute("SET LOCAL lock_timeout TO DEFAULT"));
  TRY_ASSIGN(const PgResult there,
             connection_->Query("SELECT to_regclass($1) IS NOT NULL", {name_}));
  TRY(there.SingleRow());
  if (there.Bool(0, 0)) return {};
  return connection_->Execute(fmt::format(
      "CREATE TABLE {} (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL)", name_));
}

Status SchemaVersionTable::Write(const SchemaVersion& version) {
  TRY(connection_->Execute(fmt::format("TRUNCATE {}", name_)));
  if (version.version < 0 && !version.dirty) return {};
  return connection_
      ->Query(fmt::format("INSERT INTO {} (version, dirty) VALUES ($1, $2)", name_),
              {version.version, version.dirty})
      .status();
}

}  // namespace lake
