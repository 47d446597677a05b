#include "lineage/dataset_rows.h"

#include <fmt/format.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "lineage/batch_rows.h"
#include "table/dataset_name.h"
#include "table/ddl.h"
#include "table/schema_hash.h"
#include "tables/all.h"

namespace lake {

DatasetRow MakeDatasetRow(const TableSpec& spec, Timestamp now, Arena& arena) {
  return {.name = arena.Copy(DatasetName(spec)),
          .tier = "core",
          .domain = kDatasetDomain,
          .purpose = spec.purpose,
          .subject = spec.subject,
          .grain = arena.Copy(fmt::format("v{}", spec.major_version)),
          .major_version = spec.major_version,
          .minor_version = MinorVersion(WholeSpec(spec)),
          .created_at = now,
          .updated_at = now,
          .description = spec.doc,
          .schema_hash = arena.Copy(SchemaHash(spec))};
}

void AppendSchemaRows(const TableSpec& spec, Timestamp now, Arena& arena, RowBuffer& rows) {
  SchemaRow row{};
  row.dataset = arena.Copy(DatasetName(spec));
  row.schema_hash = arena.Copy(SchemaHash(spec));
  row.created_at = now;
  for (const ColumnSpec& column : spec.columns) {
    ++row.position;
    row.column_name = arena.Copy(column.name);
    row.column_type = SqlTypeName(column.type, SqlDialect::kDuckDb);
    row.digested = column.digest;
    rows.Append(row);
  }
}

std::string SchemaEpoch(std::span<const TableSpec* const> specs) {
  constexpr std::size_t kPrefixChars = 16;
  std::string hashes;
  for (const TableSpec* spec : specs) hashes += SchemaHash(*spec);
  return Hex(Sha256(AsBytes(hashes))).substr(0, kPrefixChars);
}

}  // namespace lake
