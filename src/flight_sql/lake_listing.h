// The answers of Flight SQL that tell what is in the lake: catalogs, schemas, tables, keys.
//
// The hot buffer and the lake as one stand in the catalog `temp`, schema `main` (one_view.h makes
// temporary views of them), the lake alone under its own name. DuckLake's own catalog is not shown.
// Tables of the program's own bookkeeping, whose names begin with _, are SYSTEM TABLEs.
#pragma once

#include <arrow/type_fwd.h>

#include <memory>

#include "duckdb/database.h"
#include "flight_sql/sql_commands.h"

namespace lake {

Result<std::shared_ptr<arrow::RecordBatch>> AnswerOfLake(Connection& connection,
                                                         const SqlCommand& command);

}  // namespace lake
