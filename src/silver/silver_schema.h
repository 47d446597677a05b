// The tables and views of a silver lake, made when a run opens it.
#pragma once

#include "base/result.h"
#include "duckdb/lake.h"

namespace lake {

// Makes what the schema lacks, in one transaction that writes no file; a schema that has all of it
// is left as it is.
Status MakeSilverTables(Connection& connection, const Lake& silver);

}  // namespace lake
