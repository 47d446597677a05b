#include "verify/lineage_rows.h"

#include <fmt/format.h>

#include "table/dataset_name.h"
#include "table/sql_text.h"

namespace lake {

Result<Lineage> ReadLineage(Connection& connection, const Lake& lake, const TableSpec& spec,
                            const LedgerSpan& span, bool names_schemas) {
  TRY_ASSIGN(
      QueryResult result,
      connection.Query(fmt::format(
          "SELECT source_ledger_start, source_ledger_end, row_count, checksum, coalesce({}, '') "
          "FROM {} WHERE dataset = {} AND source_ledger_start >= {} AND source_ledger_end <= {}",
          names_schemas ? "schema_hash" : "NULL", lake.Table("_meta_lineage"),
          QuoteLiteral(DatasetName(spec)), span.first, span.last)));
  Lineage lineage;
  TRY(ForEachRow(result, [&](std::size_t row) -> Status {
    const auto first = static_cast<std::uint32_t>(result.Int(0, row));
    const auto last = static_cast<std::uint32_t>(result.Int(1, row));
    lineage[{first, last}] = {result.Int(2, row), std::string(result.Text(3, row)),
                              std::string(result.Text(4, row))};
    return {};
  }));
  return lineage;
}

}  // namespace lake
