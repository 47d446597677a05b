#include "sink/lake_shape.h"

#include <fmt/format.h>

#include <algorithm>

#include "tables/meta_tables.h"

namespace lake {

Result<LakeShape> ReadShape(Connection& connection, const Lake& lake) {
  LakeShape shape;
  TRY_ASSIGN(Statement select,
             connection.Prepare("SELECT table_name, column_name, data_type, is_nullable FROM "
                                "duckdb_columns() WHERE "
                                "database_name = ? AND schema_name = ? ORDER BY table_name, "
                                "column_index"));
  TRY_ASSIGN(
      QueryResult columns,
      select.Bind(1, lake.options().catalog_name).Bind(2, lake.options().schema_name).Execute());
  TRY(ForEachRow(columns, [&](std::size_t row) -> Status {
    shape.tables[std::string(columns.Text(0, row))].push_back({std::string(columns.Text(1, row)),
                                                               std::string(columns.Text(2, row)),
                                                               columns.Bool(3, row)});
    return {};
  }));
  const auto described = shape.tables.find(kMetaDatasets.name);
  if (described == shape.tables.end()) return shape;
  constexpr std::string_view kHash = "schema_hash";
  const bool has_hashes =
      std::ranges::find(described->second, kHash, &LakeColumn::name) != described->second.end();
  TRY_ASSIGN(
      QueryResult datasets,
      connection.Query(fmt::format("SELECT name, coalesce({}, ''), coalesce(minor_version, "
                                   "0) FROM {}",
                                   has_hashes ? kHash : "NULL", lake.Table(kMetaDatasets.name))));
  TRY(ForEachRow(datasets, [&](std::size_t row) -> Status {
    shape.datasets[std::string(datasets.Text(0, row))] = {std::string(datasets.Text(1, row)),
                                                          static_cast<int>(datasets.Int(2, row))};
    return {};
  }));
  return shape;
}

}  // namespace lake
