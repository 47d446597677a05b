// The steps of a commit to a lake at which a test may kill the process (base/crash_point.h), in
// order.
//
// Whatever the step, the rows after a restart must be those of an undisturbed run.
#pragma once

namespace lake::commit_step {

inline constexpr const char* kOpened = "lake.opened";  // tables are there, nothing else
inline constexpr const char* kTaken = "lake.taken";    // rows of a batch that is not whole yet
inline constexpr const char* kFilesWritten = "lake.files_written";  // of all data tables
inline constexpr const char* kSynced = "lake.synced";               // these are durable
inline constexpr const char* kChecked = "lake.checked";         // the fence and the ranges allow it
inline constexpr const char* kDescribed = "lake.described";     // lineage, quality, batch, in files
inline constexpr const char* kBegun = "lake.begun";             // the transaction is open
inline constexpr const char* kTableAdded = "lake.table_added";  // once per table
inline constexpr const char* kFenced = "lake.fenced";           // the fence row is replaced
inline constexpr const char* kCommitted = "lake.committed";     // COMMIT has returned
inline constexpr const char* kMarked = "lake.marked";           // the durable mark is written

inline constexpr const char* kAll[] = {kOpened,  kTaken,     kFilesWritten, kSynced,
                                       kChecked, kDescribed, kBegun,        kTableAdded,
                                       kFenced,  kCommitted, kMarked};

}  // namespace lake::commit_step
