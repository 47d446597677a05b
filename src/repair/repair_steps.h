// The steps of a repair at which a test may kill the process, besides those of a commit
// (lake/commit_steps.h). Whatever the step, the lake is as damaged as before or whole, and another
// repair completes it.
#pragma once

namespace lake::repair_step {

inline constexpr const char* kRebuilt = "repair.rebuilt";    // rows are in files, nobody knows
inline constexpr const char* kStoodIn = "repair.stood_in";   // stand-ins are in place
inline constexpr const char* kRestored = "repair.restored";  // and away again

inline constexpr const char* kAll[] = {kRebuilt, kStoodIn, kRestored};

}  // namespace lake::repair_step
