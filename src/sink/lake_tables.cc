#include "sink/lake_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "duckdb/transaction.h"
#include "lake/fence.h"
#include "sink/lake_registry.h"
#include "table/ddl.h"
#include "table/sql_text.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

struct LakeColumn {
  std::string name;
  std::string type;
  bool nullable;
};
using LakeColumns = std::map<std::string, std::vector<LakeColumn>, std::less<>>;

// The columns of every table of the lake's schema, in order.
Result<LakeColumns> ReadColumns(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(Statement select,
             connection.Prepare("SELECT table_name, column_name, data_type, is_nullable FROM "
                                "duckdb_columns() WHERE "
                                "database_name = ? AND schema_name = ? ORDER BY table_name, "
                                "column_index"));
  TRY_ASSIGN(
      QueryResult rows,
      select.Bind(1, lake.options().catalog_name).Bind(2, lake.options().schema_name).Execute());
  LakeColumns out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    out[std::string(rows.Text(0, row))].push_back(
        {std::string(rows.Text(1, row)), std::string(rows.Text(2, row)), rows.Bool(3, row)});
    return {};
  }));
  return out;
}

// Makes or widens tables, one at a time.
class TableMaker {
 public:
  TableMaker(Connection& connection, const Lake& lake, const LakeColumns& existing, bool partition)
      : connection_(connection),
        existing_(existing),
        parent_(lake.Schema()),
        partition_(partition) {}

  Status Prepare(const TableSpec& spec, std::string_view name, bool is_data) {
    const DdlOptions ddl{.parent = parent_, .table_name = name, .if_not_exists = false};
    const auto found = existing_.find(name);
    auto done = found == existing_.end() ? Create(spec, ddl)
                : is_data                ? Keep(spec, ddl, found->second)
                                         : Widen(spec, ddl, found->second);
    return std::move(done).Context(fmt::format("table {}", name));
  }

  bool changed() const { return changed_; }
  // Of data tables that were there.
  std::vector<TableChange> TakeChanges() { return std::move(changes_); }

 private:
  Status Create(const TableSpec& spec, const DdlOptions& ddl) {
    changed_ = true;
    TRY(connection_.Execute(CreateTableSql(spec, ddl)));
    if (!partition_ || spec.partition_column.empty()) return {};
    return connection_.Execute(SetPartitionedSql(spec, ddl));
  }

  // Columns that had no NULLs in older versions may have them now: a number that the type cannot
  // hold.
  Status Keep(const TableSpec& spec, const DdlOptions& ddl, const std::vector<LakeColumn>& have) {
    TRY(CheckSame(spec, have));
    for (std::size_t i = 0; i < have.size(); ++i) {
      if (have[i].nullable || !spec.columns[i].nullable) continue;
      const std::string alter =
          fmt::format("ALTER TABLE {} ALTER COLUMN {} ", DdlTableName(spec, ddl),
                      QuoteIdentifier(spec.columns[i].name));
      changed_ = true;
      TRY(connection_.Execute(alter + "DROP NOT NULL"));
      changes_.push_back(
          {&spec, fmt::format("column {} may be NULL", have[i].name), alter + "SET NOT NULL"});
    }
    return {};
  }

  // The digests of the lineage are over the columns that a batch was written with, so a data table
  // keeps its columns: a narrow lake stays as narrow as it was made.
  static Status CheckSame(const TableSpec& spec, const std::vector<LakeColumn>& have) {
    std::vector<std::string_view> added, left_out;
    for (const ColumnSpec& column : spec.columns) {
      if (std::ranges::find(have, column.name, &LakeColumn::name) == have.end()) {
        added.push_back(column.name);
      }
    }
    for (const LakeColumn& column : have) {
      if (std::ranges::find(spec.columns, column.name, &ColumnSpec::name) == spec.columns.end()) {
        left_out.push_back(column.name);
      }
    }
    if (added.empty() && left_out.empty()) {
      for (std::size_t i = 0; i < have.size(); ++i) TRY(CheckColumn(spec.columns[i], have[i], i));
      return {};
    }
    std::string text = "the lake was made with other columns:";
    if (!added.empty()) text += fmt::format(" it lacks {};", fmt::join(added, ", "));
    if (!left_out.empty()) {
      text += fmt::format(" it also has {};", fmt::join(left_out, ", "));
    }
    return {Code::kInvalidArgument,
            text + " give the same --columns and --exclude again, or another lake"};
  }

  // A table of an older version lacks columns at its end; they can be added when they may be NULL.
  Status Widen(const TableSpec& spec, const DdlOptions& ddl, const std::vector<LakeColumn>& have) {
    for (std::size_t i = 0; i < std::max(have.size(), spec.columns.size()); ++i) {
      if (i >= spec.columns.size()) {
        return {Code::kInvalidArgument,
                fmt::format("column {} in the lake is unknown to this version", have[i].name)};
      }
      const ColumnSpec& column = spec.columns[i];
      if (i < have.size()) {
        TRY(CheckColumn(column, have[i], i));
        continue;
      }
      if (!column.nullable) {
        return {
            Code::kInvalidArgument,
            fmt::format("the lake lacks column {}, which cannot be added to rows that are there",
                        column.name)};
      }
      changed_ = true;
      TRY(connection_.Execute(AddColumnSql(spec, column, ddl)));
    }
    return {};
  }

  static Status CheckColumn(const ColumnSpec& column, const LakeColumn& have, std::size_t index) {
    const std::string_view type = SqlTypeName(column.type, SqlDialect::kDuckDb);
    if (have.name == column.name && have.type == type) return {};
    return {Code::kInvalidArgument,
            fmt::format("column {} is {} {} in the lake instead of {} {}", index + 1, have.name,
                        have.type, column.name, type)};
  }

  Connection& connection_;
  const LakeColumns& existing_;
  std::string parent_;
  bool partition_;
  bool changed_ = false;
  std::vector<TableChange> changes_;
};

// Names that make no sense, or a named era that is closed, need no batch to show.
Status CheckEra(Connection& connection, const Lake& lake, const EraPolicy& policy) {
  const Era era = EraOf(policy, 1, 0);
  TRY(ValidateEra(era));
  if (policy.era_id.empty()) return {};
  TRY_ASSIGN(const auto known, ReadEra(connection, lake, era));
  return known ? CheckEraWritable(era, known->status) : Status();
}

}  // namespace

Result<std::vector<TableChange>> PrepareTables(Connection& connection, const Lake& lake,
                                               const DuckLakeSinkOptions& options) {
  TRY_ASSIGN(Transaction transaction, Transaction::Begin(connection));
  TRY_ASSIGN(const LakeColumns existing, ReadColumns(connection, lake));
  // A lake of another network is not touched.
  if (existing.contains(kFence.name)) {
    TRY(ReadFence(connection, lake, options.origin.network).status());
  }
  TableMaker maker(connection, lake, existing, options.partition);
  for (const TableSpec* spec : kMetaTables) TRY(maker.Prepare(*spec, spec->name, false));
  for (const Table* table : options.tables) {
    TRY(maker.Prepare(*table->spec, LakeTableName(options, *table->spec), true));
  }
  if (options.origin.era) TRY(CheckEra(connection, lake, *options.origin.era));
  // A lake that was opened before gets no snapshot for being opened again.
  if (maker.changed()) TRY(transaction.Commit());
  return maker.TakeChanges();
}

Status PrepareTableOptions(Connection& connection, const DuckLakeSinkOptions& options) {
  const std::string catalog = options.lake.catalog_name;
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
    const auto found = have.find(fmt::format("{}.{}", options.lake.schema_name, name));
    if (found != have.end() && found->second == wanted) continue;
    TRY(connection.Execute(fmt::format(
        "CALL {}.set_option('parquet_row_group_size', {}, schema => {}, table_name => {})",
        QuoteIdentifier(catalog), wanted, QuoteLiteral(options.lake.schema_name),
        QuoteLiteral(name))));
  }
  return {};
}

}  // namespace lake
