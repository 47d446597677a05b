// Rows that a step of silver made, in temporary tables of the connection, on their way into files
// of the lake's. One thread; the temporary tables stay the caller's.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/lake_writer.h"
#include "silver/stored_table.h"
#include "stellar/ledger_set.h"

namespace lake {

struct SilverRows {
  StoredTable stored;
  std::string from;      // the temporary table
  std::string beside{};  // columns that it lacks, as SQL
};

// Partial rows know the ledgers that they are of.
std::string PartColumnsOf(const LedgerSpan& span);

// Of one stored table in a step.
struct SilverCount {
  std::string table;
  std::int64_t rows;
  std::string digest;  // sum of the hashes of rows, 32 hex digits; not of their order
};

// Of each, in order.
Result<std::vector<SilverCount>> CountRows(Connection& connection,
                                           std::span<const SilverRows> rows);

// Into new files of the set; what has no rows by `counts` (of CountRows) gets none. Files of tables
// that are kept by ledger_range go to the folder of the range that `ledger` is in.
Status WriteRows(std::span<const SilverRows> rows, std::span<const SilverCount> counts,
                 std::uint32_t ledger, LakeWriter& writer, FileSet& files);

}  // namespace lake
