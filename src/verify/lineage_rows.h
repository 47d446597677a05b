// What the lineage recorded of the batches of one table: what their rows have to be.
//
// Runs in the caller's transaction.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/result.h"
#include "duckdb/lake.h"
#include "stellar/ledger_set.h"
#include "table/table_spec.h"

namespace lake {

struct Recorded {
  std::int64_t rows;
  std::string checksum;  // RowDigest::Hex
  std::string schema;    // "" when it names none
};
using Lineage = std::map<std::pair<std::uint32_t, std::uint32_t>, Recorded>;  // by first, last

// Of batches that lie in the span. `names_schemas`: RecordedSchemas::in_lineage.
Result<Lineage> ReadLineage(Connection& connection, const Lake& lake, const TableSpec& spec,
                            const LedgerSpan& span, bool names_schemas);

}  // namespace lake
