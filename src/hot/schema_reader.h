// What a database has of the hot buffer's schema: every table of the schema that migrations run in
// and of `extra`. Errors are the connection's.
#pragma once

#include "base/result.h"
#include "hot/schema_shape.h"
#include "postgres/connection.h"

namespace lake {

Result<SchemaShape> ReadSchemaShape(PgConnection& connection);

}  // namespace lake
