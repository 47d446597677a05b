// Row digests of what a lake holds, read back through the engine: to be compared with the digests
// of the lineage, and with those of a second extraction.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "duckdb/database.h"
#include "table/row_digest.h"
#include "table/table_spec.h"

namespace lake {

// Gets each ledger's digest once its rows in a part of the result have been hashed; one ledger may
// come several times, then the digests add up.
using LedgerDigestSink = std::function<void(std::uint32_t sequence, const RowDigest& digest)>;

// The digest of the rows of ledgers [lo, hi] in `table` (a quoted path). Rows are streamed.
// kDataLoss when a column is missing or has another type than the spec's.
Result<RowDigest> DigestTable(Connection& connection, const TableSpec& spec,
                              const std::string& table, std::uint32_t lo, std::uint32_t hi,
                              const LedgerDigestSink& per_ledger = {});

}  // namespace lake
