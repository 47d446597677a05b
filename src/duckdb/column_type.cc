#include "duckdb/column_type.h"

#include "base/check.h"

namespace lake {

duckdb_type DuckType(ColumnType type) {
  switch (type) {
    case ColumnType::kBool:
      return DUCKDB_TYPE_BOOLEAN;
    case ColumnType::kInt32:
      return DUCKDB_TYPE_INTEGER;
    case ColumnType::kUint32:
      return DUCKDB_TYPE_UINTEGER;
    case ColumnType::kInt64:
      return DUCKDB_TYPE_BIGINT;
    case ColumnType::kTimestamp:
      return DUCKDB_TYPE_TIMESTAMP;
    case ColumnType::kText:
      return DUCKDB_TYPE_VARCHAR;
  }
  CHECK(false);
}

}  // namespace lake
