#include "lineage/recorded_schemas.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "table/dataset_name.h"
#include "table/ddl.h"
#include "table/schema_hash.h"
#include "table/sql_text.h"
#include "tables/all.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

// As this version declares it, unless it does not know it.
ColumnSpec SpecOf(const TableSpec& whole, std::string_view name, ColumnType type, bool digested) {
  const auto known = std::ranges::find(whole.columns, name, &ColumnSpec::name);
  ColumnSpec column =
      known != whole.columns.end() && known->type == type
          ? *known
          : ColumnSpec{.name = name, .doc = {}, .type = type, .nullable = true, .read = nullptr};
  column.digest = digested;
  return column;
}

}  // namespace

Result<RecordedSchemas> RecordedSchemas::Read(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(
      QueryResult found,
      connection.Query(fmt::format(
          "SELECT count(*) FILTER (table_name = {} AND column_name = 'schema_hash'), "
          "count(*) FILTER (table_name = {}) FROM duckdb_columns() WHERE database_name = {} "
          "AND schema_name = {}",
          QuoteLiteral(kMetaLineage.name), QuoteLiteral(kMetaSchemas.name),
          QuoteLiteral(lake.options().catalog_name), QuoteLiteral(lake.options().schema_name))));
  TRY(found.NextSingleRow());
  RecordedSchemas out;
  out.in_lineage_ = found.Int(0, 0) > 0;
  if (found.Int(1, 0) == 0) return out;
  TRY_ASSIGN(QueryResult rows, connection.Query(fmt::format(
                                   "SELECT dataset, schema_hash, column_name, column_type, "
                                   "digested FROM {} ORDER BY dataset, schema_hash, position",
                                   lake.Table(kMetaSchemas.name))));
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    out.schemas_[{std::string(rows.Text(0, row)), std::string(rows.Text(1, row))}].push_back(
        {std::string(rows.Text(2, row)), std::string(rows.Text(3, row)), rows.Bool(4, row)});
    return {};
  }));
  return out;
}

Result<std::vector<ColumnSpec>> RecordedSchemas::ColumnsOf(const TableSpec& held,
                                                           std::string_view hash) const {
  std::vector<ColumnSpec> columns;
  if (hash.empty()) {
    std::ranges::copy_if(held.columns, std::back_inserter(columns),
                         [](const ColumnSpec& column) { return column.since == 0; });
    return columns;
  }
  const std::string dataset(DatasetName(held));
  const auto schema = schemas_.find({dataset, std::string(hash)});
  if (schema == schemas_.end()) {
    return {Code::kDataLoss, fmt::format("_meta_schemas lacks the schema {} of {}", hash, dataset)};
  }
  for (const Column& column : schema->second) {
    const auto type = ColumnTypeNamed(column.type);
    if (!type) {
      return {Code::kInvalidArgument,
              fmt::format("column {} has the type {}, which this version does not know: verify "
                          "with the newer version that added it",
                          column.name, column.type)};
    }
    columns.push_back(SpecOf(WholeSpec(held), column.name, *type, column.digested));
  }
  if (SchemaHash(columns) != hash) {
    return {Code::kDataLoss, fmt::format("_meta_schemas has other columns for {} than its schema "
                                         "{} is the hash of",
                                         dataset, hash)};
  }
  return columns;
}

}  // namespace lake
