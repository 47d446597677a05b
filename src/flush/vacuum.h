// VACUUM of the hot buffer's tables: space of deleted rows is taken by those that come.
#pragma once

#include "base/result.h"
#include "postgres/connection.h"

namespace lake {

// Whether this user may: before PostgreSQL 17 only the owner of the tables or of the database, from
// there on also who was granted MAINTAIN.
Result<bool> MayVacuum(PgConnection& connection);

// VACUUM (ANALYZE) of each table that has rows of ledgers, or changes with every batch. Not in a
// transaction.
Status VacuumHotTables(PgConnection& connection);

}  // namespace lake
