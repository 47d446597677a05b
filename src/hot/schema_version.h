// The version table and the lock of golang-migrate (v4, its PostgreSQL driver): the table
// schema_migrations in the current schema, with one row or none, and an advisory lock whose number
// comes from the names of database, schema and table. Both tools thus see and exclude each other.
//
// The lock is one of the transaction, not of the session: PgBouncer in transaction mode gives every
// transaction another session. One thread per connection.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "postgres/connection.h"

namespace lake {

inline constexpr std::int64_t kNoVersion = -1;  // nothing was applied

struct SchemaVersion {
  std::int64_t version = kNoVersion;
  bool dirty = false;  // a migration was not finished
};

// The number golang-migrate locks; `database` as it has it: the path of its address, with the
// slash.
std::int64_t MigrationLockKey(std::string_view database, std::string_view schema);

class SchemaVersionTable {
 public:
  // Finds the names; changes nothing. kInvalidArgument when the search path names no schema.
  static Result<SchemaVersionTable> Find(PgConnection& connection);

  Result<SchemaVersion> Read();

  // Inside a transaction: takes the lock until its end and makes the table if it is not there.
  // kConflict when another migration has held it for `wait_ms`.
  Status Lock(std::int64_t wait_ms);
  // Inside a transaction.
  Status Write(const SchemaVersion& version);

 private:
  SchemaVersionTable(PgConnection& connection, std::string database, std::string schema);

  PgConnection* connection_;
  std::string database_;
  std::string schema_;
  std::string name_;  // quoted
};

}  // namespace lake
