// The steps of a commit to the hot buffer at which a test may kill the process
// (base/crash_point.h), in order.
//
// Whatever the step, the rows after a restart must be those of an undisturbed run.
#pragma once

namespace lake::hot_step {

inline constexpr const char* kLocked = "hot.locked";        // the transaction has the lock
inline constexpr const char* kCopied = "hot.copied";        // once per table
inline constexpr const char* kDescribed = "hot.described";  // all rows are sent
inline constexpr const char* kCommitted = "hot.committed";  // COMMIT has returned

inline constexpr const char* kAll[] = {kLocked, kCopied, kDescribed, kCommitted};

}  // namespace lake::hot_step
