// Applies and takes back migrations, one after the other, as golang-migrate does and beside it
// (hot/schema_version.h).
//
// A migration and its version are one transaction: one that fails leaves nothing, and what stands
// in the version table is what was applied, whatever is killed. A migration that cannot run in a
// transaction is marked dirty before and clean after, as golang-migrate does with all; when it
// fails, somebody has to look. Between two migrations the lock is free and the version is read
// again, so two migrators share the work. Works through PgBouncer in transaction mode.
//
// Errors: kConflict when the schema is dirty or another migration runs, kInvalidArgument when the
// database has a version that is not in the list, otherwise those of the statement, with the name
// of the migration. After kUnavailable run it again. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "hot/migration.h"
#include "hot/schema_version.h"
#include "postgres/connection.h"

namespace lake {

struct MigratorOptions {
  std::int64_t lock_wait_ms = 15'000;  // golang-migrate's
  // Called after each migration: "000001_create_core_tables.up.sql".
  std::function<void(const std::string& file)> applied = [](const std::string&) {};
};

class Migrator {
 public:
  static constexpr std::size_t kAll = ~std::size_t{0};

  // `migrations` by version; they must live as long as the migrator.
  static Result<Migrator> Open(PgConnection& connection, std::span<const Migration> migrations,
                               MigratorOptions options);

  Result<SchemaVersion> Version() { return table_.Read(); }
  // At most so many; fewer when there are no more. Gives how many.
  Result<std::size_t> Up(std::size_t count);
  Result<std::size_t> Down(std::size_t count);
  // Up or down until exactly this one was applied last.
  Result<std::size_t> GoTo(std::int64_t version);
  // Says that this one was applied last, and cleanly, without running anything; kNoVersion: none.
  Status Force(std::int64_t version);

  // Runs `work` in a transaction that holds the lock.
  Status Locked(const std::function<Status()>& work);

 private:
  struct Step {
    const Migration* migration = nullptr;  // null: nothing to do
    bool up = true;
    std::int64_t target = kNoVersion;  // the version after it
  };
  using Choose = std::function<Result<Step>(std::int64_t current)>;

  Migrator(PgConnection& connection, SchemaVersionTable table,
           std::span<const Migration> migrations, MigratorOptions options)
      : connection_(&connection),
        table_(std::move(table)),
        migrations_(migrations),
        options_(std::move(options)) {}

  // Index of the version; kInvalidArgument when it is not in the list.
  Result<std::size_t> Find(std::int64_t version) const;
  Result<Step> NextUp(std::int64_t current) const;
  Result<Step> NextDown(std::int64_t current) const;
  // One step; false when there was nothing to do.
  Result<bool> Take(const Choose& choose);
  Status RunInside(const Step& step);
  Status RunOutside(const Step& step);
  Result<std::size_t> TakeUpTo(std::size_t count, const Choose& choose);

  PgConnection* connection_;
  SchemaVersionTable table_;
  std::span<const Migration> migrations_;
  MigratorOptions options_;
};

}  // namespace lake
