// Which ledgers the data files of a table have rows of, as the catalog knows it: also of files that
// are lost or damaged.
//
// Functions run in the caller's transaction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "lake/live_files.h"
#include "stellar/ledger_set.h"

namespace lake {

struct FileSpan {
  LiveFile file;
  LedgerSpan ledgers;          // of its first and last row; all there can be where nobody noted it
  std::uint64_t rows_written;  // those that were deleted among them
  std::uint64_t footer_bytes;  // without its length and mark
};

// Those of a table, by its name in the lake, in no order.
Result<std::vector<FileSpan>> ReadFileSpans(Connection& connection, const Lake& lake,
                                            std::string_view table,
                                            std::string_view sequence_column);

// For people: up to three paths, and how many more there are.
std::string PathsText(const std::vector<FileSpan>& files);

}  // namespace lake
