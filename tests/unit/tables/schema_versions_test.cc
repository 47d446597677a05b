// What each minor version of a table looks like stays as it was: lakes that are full have it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

#include "support/golden.h"
#include "table/schema_hash.h"
#include "tables/all.h"

namespace lake {
namespace {

TEST(SchemaVersions, StayAsTheyWere) {
  std::string text;
  for (const Table* table : AllTables()) {
    const TableSpec& spec = *table->spec;
    for (int version = 0; version <= MinorVersion(spec); ++version) {
      std::vector<ColumnSpec> columns;
      for (const ColumnSpec& column : spec.columns) {
        if (column.since <= version) columns.push_back(column);
      }
      text += fmt::format("{}.{} {} columns {}\n", spec.name, version, columns.size(),
                          SchemaHash(columns));
    }
  }
  // A new line is a new table or version. A line that differs is a column that must not have been
  // changed, or that lacks its Since.
  ExpectGolden("tests/golden/schema_versions.txt", text);
}

}  // namespace
}  // namespace lake
