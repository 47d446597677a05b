// Versioned changes of the hot buffer's schema, as files of golang-migrate: pairs such as
// 000001_create_core_tables.up.sql and .down.sql. The program carries those of migrations/hot;
// another folder may be read instead.
//
// A migration that may have been applied anywhere is never edited: what the registry gets later
// comes as a later migration (hot/schema_change.h). Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lake {

struct Migration {
  std::int64_t version;  // 1 and up
  std::string name;      // create_core_tables
  std::string up;
  std::string down;
};

struct MigrationFileName {
  std::int64_t version;
  std::string_view name;
  bool up;
};

// Nothing when it is no name of a migration.
std::optional<MigrationFileName> ParseMigrationFileName(std::string_view file);

// "000001_create_core_tables.up.sql"
std::string MigrationFile(std::int64_t version, std::string_view name, bool up);

// Lower-case letters, digits and underscores, up to 100 of them.
bool IsMigrationName(std::string_view name);

// Those of the program, by version.
const std::vector<Migration>& EmbeddedMigrations();

// Those of a folder, by version; other files in it are left alone. kInvalidArgument names a version
// that is there twice or has only one half.
Result<std::vector<Migration>> LoadMigrations(const std::string& folder);

// A migration that PostgreSQL can run only outside of a transaction block, or that has its own: its
// first words are BEGIN or START TRANSACTION, or a line of it is kNoTransactionLine.
bool RunsOutsideTransaction(std::string_view sql);
inline constexpr std::string_view kNoTransactionLine = "-- no transaction";

}  // namespace lake
