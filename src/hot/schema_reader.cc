#include "hot/schema_reader.h"

namespace lake {
namespace {

constexpr std::string_view kColumnsSql = R"(
SELECT CASE WHEN n.nspname = current_schema() THEN '' ELSE n.nspname::text END,
       c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       coalesce((SELECT o.option_value FROM pg_options_to_table(c.reloptions) AS o
                 WHERE o.option_name = 'fillfactor'), '0')::bigint
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND n.nspname IN (current_schema(), 'extra')
ORDER BY 1, 2, a.attnum)";

constexpr std::string_view kIndexesSql = R"(
SELECT CASE WHEN n.nspname = current_schema() THEN '' ELSE n.nspname::text END,
       c.relname::text, i.relname::text, x.indisprimary, coalesce(a.attname::text, '')
FROM pg_index AS x
JOIN pg_class AS i ON i.oid = x.indexrelid
JOIN pg_class AS c ON c.oid = x.indrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum
WHERE c.relkind = 'r' AND n.nspname IN (current_schema(), 'extra')
ORDER BY 1, 2, 3, k.place)";

TableName NameAt(const PgResult& rows, std::size_t row) {
  return {std::string(rows.Text(0, row)), std::string(rows.Text(1, row))};
}

}  // namespace

Result<SchemaShape> ReadSchemaShape(PgConnection& connection) {
  SchemaShape shape;
  TRY_ASSIGN(const PgResult columns, connection.Query(kColumnsSql));
  for (std::size_t row = 0; row < columns.size(); ++row) {
    TableShape& table = shape[NameAt(columns, row)];
    table.columns.push_back({std::string(columns.Text(2, row)), std::string(columns.Text(3, row)),
                             columns.Bool(4, row)});
    table.fillfactor = static_cast<int>(columns.Int(5, row));
  }
  TRY_ASSIGN(const PgResult indexes, connection.Query(kIndexesSql));
  for (std::size_t row = 0; row < indexes.size(); ++row) {
    TableShape& table = shape[NameAt(indexes, row)];
    const std::string name(indexes.Text(2, row));
    const std::string column(indexes.Text(4, row));
    if (indexes.Bool(3, row)) {  // its constraint has the name of its index
      table.primary_key_name = name;
      table.primary_key.push_back(column);
      continue;
    }
    if (table.indexes.empty() || table.indexes.back().name != name)
      table.indexes.push_back({name, {}});
    table.indexes.back().columns.push_back(column);
  }
  return shape;
}

}  // namespace lake
