#include "view/plain_views.h"

#include <fmt/format.h>

#include "base/check.h"
#include "hot/hot_tables.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// One row. {0} is the schema of the lake's tables. The server's query stands first: DuckDB begins
// its transaction there, and takes the snapshot, before it looks at the lake.
constexpr std::string_view kBorderSql = R"(
-- Where the hot buffer begins and ends for a table; nothing where the lake is all there is.
CREATE OR REPLACE MACRO hot_border(table_name) AS TABLE
WITH hot_side AS MATERIALIZED (
  FROM postgres_query('hot', '
    SELECT s.network, s.flushed_through, count(b.lo) AS batches,
      coalesce(s.flushed_through + 1, min(b.lo)) AS first, max(b.hi) AS last, min(b.lo) AS lowest,
      sum(b.hi - greatest(b.lo, s.flushed_through + 1) + 1)::bigint AS ledgers,
      count(b.row_counts::json -> ''' || table_name || ''') AS with_table
    FROM (SELECT 1) AS one
    LEFT JOIN extra.hot_state AS s ON true
    LEFT JOIN extra.hot_epoch AS e ON e.epoch = s.epoch
    LEFT JOIN extra.hot_batches AS b ON e.epoch = s.epoch AND b.hi > coalesce(s.flushed_through, -1)
    GROUP BY s.network, s.flushed_through')
), lake_side AS MATERIALIZED (
  SELECT (SELECT max(network) FROM lake.{0}._fence) AS network,
    (SELECT max(hi) FROM lake.{0}._batches) AS last,
    (SELECT count(*) > 0 FROM lake.{0}._batches, hot_side
     WHERE hot_side.flushed_through BETWEEN lo AND hi) AS has_flushed
)
SELECT
  CASE
    WHEN hot_side.network <> lake_side.network THEN
      error('the hot buffer and the lake have ledgers of two networks')
    WHEN hot_side.flushed_through IS NOT NULL AND NOT has_flushed THEN
      error('the lake as it was read does not have what was flushed: run the statement again')
    WHEN batches > 0 AND (ledgers <> hot_side.last - first + 1 OR lowest > first) THEN
      error('the hot buffer has a hole: stellarlake sql --hot names it and reads around it')
    WHEN with_table > 0 AND with_table < batches THEN
      error('the hot buffer has the table for some of its ledgers only')
    WHEN with_table > 0 THEN first
  END AS hot_first,
  CASE WHEN with_table > 0 THEN hot_side.last END AS hot_last,
  hot_side.flushed_through, lake_side.last AS lake_last
FROM hot_side, lake_side;
)";

// A column of the hot buffer with the type that the lake gives it.
std::string HotColumn(const ColumnSpec& column) {
  const std::string name = QuoteIdentifier(column.name);
  if (column.type == ColumnType::kTimestamp) {
    return fmt::format("make_timestamp(epoch_us({0})) AS {0}", name);
  }
  if (column.type == ColumnType::kUint32) return fmt::format("{0}::UINTEGER AS {0}", name);
  return name;
}

std::string ViewSql(std::string_view lake_schema, const NamedTable& table) {
  const HotTable* const hot = FindHotTable(table.spec->name);
  CHECK(hot != nullptr);
  const std::string_view hot_schema = hot->schema.empty() ? "public" : hot->schema;
  std::string of_hot;
  std::string of_lake;
  for (const ColumnSpec& column : table.spec->columns) {
    of_hot += (of_hot.empty() ? "" : ", ") + HotColumn(column);
    of_lake += (of_lake.empty() ? "" : ", ") + QuoteIdentifier(column.name);
  }
  return fmt::format(R"(
CREATE OR REPLACE VIEW {0} AS
WITH border AS MATERIALIZED (FROM hot_border({1}))
SELECT {2}
FROM {3}
WHERE {4} >= (SELECT hot_first FROM border) AND {4} <= (SELECT hot_last FROM border)
UNION ALL
SELECT {5}
FROM {6}
WHERE {4} < (SELECT coalesce(hot_first, 9223372036854775807) FROM border)
  OR {4} > (SELECT coalesce(hot_last, 9223372036854775807) FROM border);
)",
                     QuoteIdentifier(table.name), QuoteLiteral(table.spec->name), of_hot,
                     QualifiedName({kPlainHot, hot_schema, hot->spec->name}),
                     QuoteIdentifier(table.spec->sequence_column), of_lake,
                     QualifiedName({kPlainLake, lake_schema, table.name}));
}

}  // namespace

std::string PlainExtensionsSql(const LakeLocation& lake) {
  std::string sql;
  const auto add = [&sql](std::string_view name) {
    sql += fmt::format("INSTALL {0};\nLOAD {0};\n", name);
  };
  add("postgres");
  add("ducklake");
  if (lake.kind == CatalogKind::kSqlite) add("sqlite");
  if (!lake.data_path.empty() && !IsLocalPath(lake.data_path)) add("httpfs");
  return sql;
}

std::string PlainAttachSql(const ConnInfo& hot, const LakeLocation& lake) {
  std::string options = "READ_ONLY";
  if (!lake.data_path.empty()) {
    options += fmt::format(", DATA_PATH {}", QuoteLiteral(lake.data_path));
  }
  if (lake.movable) options += ", OVERRIDE_DATA_PATH true";
  return fmt::format("ATTACH {} AS {} (TYPE postgres, READ_ONLY);\nATTACH {} AS {} ({});\n",
                     QuoteLiteral(ConnInfoText(hot)), QuoteIdentifier(kPlainHot),
                     QuoteLiteral(lake.attach), QuoteIdentifier(kPlainLake), options);
}

std::string PlainViewsSql(std::string_view lake_schema, std::span<const NamedTable> tables) {
  std::string sql = fmt::format(fmt::runtime(kBorderSql), QuoteIdentifier(lake_schema));
  for (const NamedTable& table : tables) sql += ViewSql(lake_schema, table);
  return sql;
}

}  // namespace lake
