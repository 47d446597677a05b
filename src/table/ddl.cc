#include "table/ddl.h"

#include <fmt/format.h>

#include "base/check.h"
#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::string_view kMetaGroup = "meta";

std::string ColumnSql(const ColumnSpec& column, SqlDialect dialect) {
  return fmt::format("{} {}{}", QuoteIdentifier(column.name), SqlTypeName(column.type, dialect),
                     column.nullable ? "" : " NOT NULL");
}

std::string PrimaryKeySql(const TableSpec& spec) {
  std::string out;
  for (const std::string_view name : spec.primary_key) {
    out += out.empty() ? ",\n  PRIMARY KEY (" : ", ";
    out += QuoteIdentifier(name);
  }
  if (!out.empty()) out += ')';
  return out;
}

}  // namespace

std::string_view SqlTypeName(ColumnType type, SqlDialect dialect) {
  const bool postgres = dialect == SqlDialect::kPostgres;
  switch (type) {
    case ColumnType::kBool:
      return "BOOLEAN";
    case ColumnType::kInt32:
      return "INTEGER";
    case ColumnType::kUint32:
      return postgres ? "BIGINT" : "UINTEGER";
    case ColumnType::kInt64:
      return "BIGINT";
    case ColumnType::kTimestamp:
      return postgres ? "TIMESTAMPTZ" : "TIMESTAMP";
    case ColumnType::kText:
      return postgres ? "TEXT" : "VARCHAR";
  }
  CHECK(false);
}

std::optional<ColumnType> ColumnTypeNamed(std::string_view duckdb_name) {
  for (const ColumnType type : {ColumnType::kBool, ColumnType::kInt32, ColumnType::kUint32,
                                ColumnType::kInt64, ColumnType::kTimestamp, ColumnType::kText}) {
    if (SqlTypeName(type, SqlDialect::kDuckDb) == duckdb_name) return type;
  }
  return std::nullopt;
}

std::string DdlTableName(const TableSpec& spec, const DdlOptions& options) {
  const std::string name =
      QuoteIdentifier(options.table_name.empty() ? spec.name : options.table_name);
  return options.parent.empty() ? name : fmt::format("{}.{}", options.parent, name);
}

std::string CreateTableSql(const TableSpec& spec, const DdlOptions& options) {
  const bool postgres = options.dialect == SqlDialect::kPostgres;
  const std::string_view kind = options.temporary              ? "TEMP "
                                : postgres && options.unlogged ? "UNLOGGED "
                                                               : "";
  std::string columns;
  for (const ColumnSpec& column : spec.columns) {
    columns += columns.empty() ? "\n  " : ",\n  ";
    columns += ColumnSql(column, options.dialect);
  }
  if (postgres) columns += PrimaryKeySql(spec);
  std::string out =
      fmt::format("CREATE {}TABLE {}{} ({}\n)", kind, options.if_not_exists ? "IF NOT EXISTS " : "",
                  DdlTableName(spec, options), columns);
  if (postgres && spec.fillfactor != 0)
    out += fmt::format(" WITH (fillfactor = {})", spec.fillfactor);
  return out;
}

std::string AddColumnSql(const TableSpec& spec, const ColumnSpec& column,
                         const DdlOptions& options) {
  return fmt::format("ALTER TABLE {} ADD COLUMN {}", DdlTableName(spec, options),
                     ColumnSql(column, options.dialect));
}

std::vector<std::string> CommentSql(const TableSpec& spec, const DdlOptions& options) {
  const std::string table = DdlTableName(spec, options);
  std::vector<std::string> out;
  out.push_back(fmt::format("COMMENT ON TABLE {} IS {}", table, QuoteLiteral(spec.doc)));
  for (const ColumnSpec& column : spec.columns) {
    out.push_back(fmt::format("COMMENT ON COLUMN {}.{} IS {}", table, QuoteIdentifier(column.name),
                              QuoteLiteral(column.doc)));
  }
  return out;
}

std::vector<IndexSql> CreateIndexSql(const TableSpec& spec, const DdlOptions& options) {
  std::vector<IndexSql> out;
  if (options.dialect != SqlDialect::kPostgres || spec.group == kMetaGroup) return out;
  const auto add = [&](std::string name, std::string_view column) {
    std::string sql =
        fmt::format("CREATE INDEX {}{} ON {} ({})", options.if_not_exists ? "IF NOT EXISTS " : "",
                    QuoteIdentifier(name), DdlTableName(spec, options), QuoteIdentifier(column));
    out.push_back({std::move(name), column, std::move(sql)});
  };
  if (!spec.partition_column.empty()) {
    add(fmt::format("idx_{}_range", spec.subject), spec.partition_column);
  }
  if (!spec.sequence_column.empty()) {
    const bool own_sequence = spec.sequence_column == "sequence";
    add(fmt::format("idx_{}_{}", spec.subject, own_sequence ? "sequence" : "ledger_seq"),
        spec.sequence_column);
  }
  return out;
}

std::string SetPartitionedSql(const TableSpec& spec, const DdlOptions& options) {
  if (spec.partition_column.empty()) return {};
  return fmt::format("ALTER TABLE {} SET PARTITIONED BY ({})", DdlTableName(spec, options),
                     QuoteIdentifier(spec.partition_column));
}

}  // namespace lake
