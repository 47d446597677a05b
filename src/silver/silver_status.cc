#include "silver/silver_status.h"

#include <fmt/format.h>

#include "lineage/coverage.h"
#include "silver/silver_inputs.h"
#include "silver/silver_meta.h"
#include "silver/silver_tables.h"
#include "sink/lake_batches.h"
#include "table/sql_text.h"

namespace lake {

std::optional<std::uint32_t> SilverStatus::complete_through() const {
  const LedgerSet open = missing();
  if (open.empty()) return silver.empty() ? std::nullopt : std::optional(silver.last());
  const LedgerSet before = silver.Within({0, open.first() - 1});
  return before.empty() ? std::nullopt : std::optional(before.last());
}

Result<SilverStatus> ReadSilverStatus(Connection& connection, const SilverPlaces& places,
                                      bool has_silver) {
  SilverStatus status;
  TRY_ASSIGN(const auto batches, ReadBatchesOf(connection, places.bronze));
  status.bronze = Coverage::Of(batches).HeldByAll(BronzeInputs(SilverTables()));
  if (!has_silver) return status;
  TRY_ASSIGN(status.silver, ReadTaken(connection, places.silver));
  TRY_ASSIGN(status.segments, ReadSegments(connection, places.silver));
  return status;
}

Result<bool> HasSilver(Connection& connection, std::string_view catalog, std::string_view schema) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT count(*) FROM duckdb_tables() WHERE database_name = {} AND schema_name = "
                 "{} AND table_name = {}",
                 QuoteLiteral(catalog), QuoteLiteral(schema), QuoteLiteral(kSilverSegments.name))));
  TRY(rows.NextSingleRow());
  return rows.Int(0, 0) > 0;
}

}  // namespace lake
