// Rows of a PostgreSQL table read back as the columns of their TableSpec, for tests that compare
// them with the rows that were written.
#pragma once

#include <string>

#include "postgres/connection.h"
#include "table/row_digest.h"
#include "table/table_spec.h"

namespace lake::testing {

// The digest of all rows, comparable with that of RowBuffers.
Result<RowDigest> DigestPostgresTable(PgConnection& connection, const TableSpec& spec,
                                      const std::string& target);

}  // namespace lake::testing
