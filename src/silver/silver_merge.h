// What becomes of silver when two segments touch: the left one ends where the right one begins, and
// from now on they are one (contract/silver.yaml, `merge`). Keys that both know are linked: the
// left version is closed, the first one on the right learns what stood before it, and a summary of
// both is added. Rows are only appended: a version that was written before and is another one now
// stands beside the old row (<subject>_history_revised_v1), and what aggregates had taken for
// unknown is taken back by partial rows.
//
// One thread; in a transaction, so that silver is read as of one snapshot.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "silver/silver_meta.h"
#include "silver/silver_rows.h"
#include "silver/silver_table.h"

namespace lake {

struct MergePlace {
  std::string schema;  // quoted path of silver's
  std::int64_t left;   // root of the segments that it is for
  std::int64_t right;
  std::vector<std::int64_t> right_members;  // segments of that root
  std::int64_t commit;                      // of the merge
  bool left_complete;                       // nothing existed before the left one
  std::uint32_t border;                     // first ledger on the right
  FileCounts filled;                        // of tables of silver
};

Result<std::vector<SilverRows>> EvaluateMerge(Connection& connection, const MergePlace& place,
                                              std::span<const SilverTable> tables);

}  // namespace lake
