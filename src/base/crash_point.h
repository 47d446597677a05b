// Named places where a test can kill the process as a power cut would (SIGKILL, nothing flushed),
// or let a thread run out of memory.
//
// With the build option STELLARLAKE_CRASH_POINTS and STELLARLAKE_CRASH_AT=name[:n] in the
// environment, the n-th time (default 1) any thread passes CRASH_POINT("name") is the last thing
// the process does; with STELLARLAKE_THROW_AT, THROW_POINT("name") throws std::bad_alloc then.
// Without the option both are nothing.
#pragma once

#ifdef STELLARLAKE_CRASH_POINTS
#include <string_view>
#define CRASH_POINT(name) ::lake::ReachCrashPoint(name)
#define THROW_POINT(name) ::lake::ReachThrowPoint(name)
namespace lake {
void ReachCrashPoint(std::string_view name);
void ReachThrowPoint(std::string_view name);
}  // namespace lake
#else
#define CRASH_POINT(name) static_cast<void>(0)
#define THROW_POINT(name) static_cast<void>(0)
#endif
