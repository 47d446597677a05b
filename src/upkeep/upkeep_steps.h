// The steps of upkeep at which a test may kill the process, besides those of a commit
// (lake/commit_steps.h). Whatever the step, the lake's rows are what they were.
#pragma once

namespace lake::upkeep_step {

inline constexpr const char* kMerged = "upkeep.merged";    // rows are in one file, nobody knows
inline constexpr const char* kExpired = "upkeep.expired";  // once per part
inline constexpr const char* kListed = "upkeep.listed";    // files that will be removed are known
inline constexpr const char* kRemoved = "upkeep.removed";  // once per part

inline constexpr const char* kAll[] = {kMerged, kExpired, kListed, kRemoved};

}  // namespace lake::upkeep_step
