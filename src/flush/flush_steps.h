// The steps of a flush at which a test may kill the process (base/crash_point.h), in order; between
// kMarked and kCommitted stand those of the lake's commit (lake/commit_steps.h).
//
// Whatever the step, the next flush leaves a lake and a buffer as an undisturbed one does.
#pragma once

namespace lake::flush_step {

inline constexpr const char* kMarked = "flush.marked";        // a slice is chosen, its rows counted
inline constexpr const char* kChecked = "flush.checked";      // what was extracted is what is known
inline constexpr const char* kCommitted = "flush.committed";  // the lake has it for good
inline constexpr const char* kNoted = "flush.noted";          // ... and the buffer knows
inline constexpr const char* kDeleting = "flush.deleting";    // deleted, not committed
inline constexpr const char* kDeleted = "flush.deleted";

inline constexpr const char* kAll[] = {kMarked, kChecked, kCommitted, kNoted, kDeleting, kDeleted};

}  // namespace lake::flush_step
