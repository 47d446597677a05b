// What a production installation changes on the migrated schema. Each may be done again at any
// time, and is, after every migration that adds tables. One thread.
#pragma once

#include "base/result.h"
#include "postgres/connection.h"

namespace lake {

// Every hot table survives a crash of the server, at the price of writing it twice (D6). Inside a
// transaction; gives how many tables were UNLOGGED.
Result<std::size_t> MakeTablesLogged(PgConnection& connection);

// The roles of deploy/hot/roles.sql with their rights. Inside a transaction. kInvalidArgument when
// the user may not make roles.
Status MakeRoles(PgConnection& connection);

}  // namespace lake
