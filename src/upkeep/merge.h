// One merge: the rows of some files of a table in one new file, in the order of their ledgers, and
// the old files out of the table, in one fenced commit. Of a table that is sorted by key
// (table/row_order.h) in its order, in as many files as its rows need; each then holds a range of
// keys, and the catalog knows which.
//
// The file is written and synced before the transaction begins, which then takes milliseconds; when
// a writer is faster, only the transaction is made again. Snapshots that are there keep the old
// files until they expire.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/lake_writer.h"
#include "upkeep/merge_plan.h"

namespace lake {

// What the messages of its snapshots begin with.
inline constexpr std::string_view kUpkeepMessage = "upkeep: ";

// How the rows of a table stand in its files.
struct FileOrder {
  std::vector<std::string> columns;  // none: as they came
  bool by_key = false;               // not by ledger
};

// Rows of one file of a table that is sorted by key: so few that its footer is read at once.
inline constexpr std::uint64_t kSortedFileRows = 3'000'000;

struct MergedFiles {
  std::size_t files;
  std::uint64_t bytes;  // 0 where they are no files of a folder
};

// What there is instead now. kConflict: the files are not the table's any more, or writers were
// faster each time; nothing has happened, and another plan is needed.
Result<MergedFiles> MergeFiles(LakeWriter& writer, const MergeRun& run, const FileOrder& order,
                               std::uint64_t sorted_file_rows = kSortedFileRows);

}  // namespace lake
