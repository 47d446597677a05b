#include "hot/schema_shape.h"

#include <fmt/format.h>

#include "base/check.h"

namespace lake {
namespace {

std::string PrintedType(ColumnType type) {
  switch (type) {
    case ColumnType::kBool:
      return "boolean";
    case ColumnType::kInt32:
      return "integer";
    case ColumnType::kUint32:
    case ColumnType::kInt64:
      return "bigint";
    case ColumnType::kTimestamp:
      return "timestamp with time zone";
    case ColumnType::kText:
      return "text";
  }
  CHECK(false);
}

}  // namespace

TableShape WantedShape(const HotTable& table) {
  const TableSpec& spec = *table.spec;
  TableShape shape;
  for (const ColumnSpec& column : spec.columns) {
    shape.columns.push_back({std::string(column.name), PrintedType(column.type), !column.nullable});
  }
  shape.primary_key.assign(spec.primary_key.begin(), spec.primary_key.end());
  if (!shape.primary_key.empty()) shape.primary_key_name = fmt::format("{}_pkey", spec.name);
  shape.fillfactor = spec.fillfactor;
  for (const IndexSql& index : CreateIndexSql(spec, HotDdlOptions(table))) {
    shape.indexes.push_back({index.name, {std::string(index.column)}});
  }
  return shape;
}

}  // namespace lake
