// Named places where a test can kill the process as a power cut would (SIGKILL, nothing flushed).
//
// With the build option STELLARLAKE_CRASH_POINTS and STELLARLAKE_CRASH_AT=name[:n] in the
// environment, the n-th time (default 1) any thread passes CRASH_POINT("name") is the last thing
// the process does. Without the option a crash point is nothing.
#pragma once

#ifdef STELLARLAKE_CRASH_POINTS
#define CRASH_POINT(name) ::lake::ReachCrashPoint(name)
namespace lake {
void ReachCrashPoint(const char* name);
}
#else
#define CRASH_POINT(name) static_cast<void>(0)
#endif
