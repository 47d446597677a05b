#include "support/resident_memory.h"

#include <fmt/format.h>

#include <fstream>
#include <string>
#include <string_view>

namespace lake::testing {
namespace {

std::uint64_t StatusBytes(pid_t process, std::string_view field) {
  std::ifstream file(fmt::format("/proc/{}/status", process));
  std::string name;
  while (file >> name) {
    std::uint64_t kilobytes = 0;
    if (name == field && file >> kilobytes) return kilobytes * 1024;
    std::getline(file, name);
  }
  return 0;
}

}  // namespace

std::uint64_t ResidentBytes(pid_t process) { return StatusBytes(process, "VmRSS:"); }
std::uint64_t PeakResidentBytes(pid_t process) { return StatusBytes(process, "VmHWM:"); }

}  // namespace lake::testing
