// How much memory a program that runs beside us has, as the kernel counts it. 0 when it ended.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace lake::testing {

std::uint64_t ResidentBytes(pid_t process);      // now
std::uint64_t PeakResidentBytes(pid_t process);  // since it was started

}  // namespace lake::testing
