#include "sink/lake_tables.h"

#include <fmt/format.h>

#include <map>

#include "duckdb/transaction.h"
#include "lake/fence.h"
#include "sink/lake_registry.h"
#include "sink/lake_shape.h"
#include "sink/table_growth.h"
#include "table/ddl.h"
#include "table/sql_text.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

Status Create(Connection& connection, const TableSpec& spec, const DdlOptions& ddl,
              bool partition) {
  TRY(connection.Execute(CreateTableSql(spec, ddl)));
  if (!partition || spec.partition_column.empty()) return {};
  return connection.Execute(SetPartitionedSql(spec, ddl));
}

// Names that make no sense, or a named era that is closed, need no batch to show.
Status CheckEra(Connection& connection, const Lake& lake, const EraPolicy& policy) {
  const Era era = EraOf(policy, 1, 0);
  TRY(ValidateEra(era));
  if (policy.era_id.empty()) return {};
  TRY_ASSIGN(const auto known, ReadEra(connection, lake, era));
  return known ? CheckEraWritable(era, known->status) : Status();
}

}  // namespace

Status MakeTables(Connection& connection, const Lake& lake, const DuckLakeSinkOptions& options) {
  TRY_ASSIGN(Transaction transaction, Transaction::Begin(connection));
  TRY_ASSIGN(const LakeShape shape, ReadShape(connection, lake));
  // A lake of another network is not touched.
  if (shape.tables.contains(kFence.name)) {
    TRY(ReadFence(connection, lake, options.origin.network).status());
  }
  const std::string schema = lake.Schema();
  TRY(PlanGrowth(shape, schema, options).status());
  bool changed = false;
  const auto make = [&](const TableSpec& spec, std::string_view name) -> Status {
    if (shape.tables.contains(name)) return {};
    changed = true;
    const DdlOptions ddl{.parent = schema, .table_name = name, .if_not_exists = false};
    return Create(connection, spec, ddl, options.partition).Context(fmt::format("table {}", name));
  };
  for (const TableSpec* spec : kMetaTables) TRY(make(*spec, spec->name));
  for (const Table* table : options.tables) {
    TRY(make(*table->spec, LakeTableName(options, *table->spec)));
  }
  if (options.origin.era) TRY(CheckEra(connection, lake, *options.origin.era));
  // A lake that was opened before gets no snapshot for being opened again.
  return changed ? transaction.Commit() : Status();
}

Status PrepareTableOptions(Connection& connection, const DuckLakeSinkOptions& options) {
  const std::string catalog = options.writer.lake.catalog_name;
  TRY_ASSIGN(QueryResult rows, connection.Query(fmt::format(
                                   "SELECT scope_entry, \"value\" FROM ducklake_options({}) WHERE "
                                   "option_name = 'parquet_row_group_size' AND scope = 'TABLE'",
                                   QuoteLiteral(catalog))));
  std::map<std::string, std::string, std::less<>> have;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    have[std::string(rows.Text(0, row))] = std::string(rows.Text(1, row));
    return {};
  }));
  for (const Table* table : options.tables) {
    const std::string_view name = LakeTableName(options, *table->spec);
    const std::string wanted = std::to_string(table->spec->row_group_rows);
    const auto found = have.find(fmt::format("{}.{}", options.writer.lake.schema_name, name));
    if (found != have.end() && found->second == wanted) continue;
    TRY(connection.Execute(fmt::format(
        "CALL {}.set_option('parquet_row_group_size', {}, schema => {}, table_name => {})",
        QuoteIdentifier(catalog), wanted, QuoteLiteral(options.writer.lake.schema_name),
        QuoteLiteral(name))));
  }
  return {};
}

}  // namespace lake
