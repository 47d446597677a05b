#include "tables/tables_page.h"

#include <fmt/format.h>

#include "table/describe.h"
#include "tables/all.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

std::string Link(const TableSpec& spec) {
  return fmt::format("| [{0}](#{0}) | {1} | {2} | {3} |\n", spec.name, spec.group,
                     spec.columns.size(), spec.doc);
}

}  // namespace

std::string TablesMarkdown() {
  std::string out =
      "Types are DuckDB's; PostgreSQL has TEXT for VARCHAR, TIMESTAMPTZ for TIMESTAMP and BIGINT "
      "for UINTEGER. Columns marked key make the natural key of a row. Times are UTC. One stroop "
      "is 0.0000001 of an asset's unit. Decisions (D1, D2, …): "
      "[contract/decisions.md](../contract/decisions.md). Where each value comes from: "
      "[contract/tables.yaml](../contract/tables.yaml).\n\n"
      "| table | group | columns | rows |\n|---|---|---|---|\n";
  for (const Table* table : AllTables()) out += Link(*table->spec);
  for (const TableSpec* spec : kMetaTables) out += Link(*spec);
  for (const Table* table : AllTables()) out += "\n" + DescribeMarkdown(*table->spec);
  for (const TableSpec* spec : kMetaTables) out += "\n" + DescribeMarkdown(*spec);
  return out;
}

}  // namespace lake
