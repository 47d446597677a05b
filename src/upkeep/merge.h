// One merge: the rows of some files of a table in one new file, in the order of their ledgers, and
// the old files out of the table, in one fenced commit.
//
// The file is written and synced before the transaction begins, which then takes milliseconds; when
// a writer is faster, only the transaction is made again. Snapshots that are there keep the old
// files until they expire.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "lake/lake_writer.h"
#include "upkeep/merge_plan.h"

namespace lake {

// What the messages of its snapshots begin with.
inline constexpr std::string_view kUpkeepMessage = "upkeep: ";

// The bytes of the new file (0 where it is no file of a folder). kConflict: the files are not the
// table's any more, or writers were faster each time; nothing has happened, and another plan is
// needed. `sequence_column` is "" for a table without one.
Result<std::uint64_t> MergeFiles(LakeWriter& writer, const MergeRun& run,
                                 std::string_view sequence_column);

}  // namespace lake
