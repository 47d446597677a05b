#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <thread>

#include "app/checkup.h"
#include "base/file.h"
#include "base/human.h"

namespace lake {
namespace {

using State = Finding::State;

// Default settings need about one GiB.
constexpr std::uint64_t kMemoryBytesMin = std::uint64_t{2} << 30;
// Parquet files, catalog and connections of a large lake, with room.
constexpr std::uint64_t kOpenFilesMin = 1'024;
// A clock before this program was written (2025-01-01) is surely wrong: TLS and lag would be, too.
constexpr std::int64_t kEarliestSeconds = 1'735'689'600;

Finding Judge(bool good, std::string check, std::string detail, std::string next) {
  if (good) next.clear();
  return {good ? State::kOk : State::kWarn, std::move(check), std::move(detail), std::move(next),
          Code::kInternal};
}

std::uint64_t MemoryBytes() {
  std::uint64_t bytes = static_cast<std::uint64_t>(std::max(0L, ::sysconf(_SC_PHYS_PAGES))) *
                        static_cast<std::uint64_t>(std::max(0L, ::sysconf(_SC_PAGE_SIZE)));
  // A container may have less than the machine.
  constexpr std::size_t kFileBytesMax = 64;
  Result<std::string> limit = ReadSmallFile("/sys/fs/cgroup/memory.max", kFileBytesMax);
  if (!limit.ok()) return bytes;
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(limit->data(), limit->data() + limit->size(), value);
  return error == std::errc() && value > 0 ? std::min(bytes, value) : bytes;
}

Finding CheckClock(Clock& clock) {
  std::int64_t seconds = clock.Now() / 1'000'000;
  timex state{};
  bool synchronised = ::adjtimex(&state) != TIME_ERROR;
  if (seconds < kEarliestSeconds) {
    return {State::kFail, "clock", fmt::format("it says {} seconds since 1970", seconds),
            "set the clock: TLS certificates and lag cannot be judged", Code::kInternal};
  }
  return Judge(synchronised, "clock",
               synchronised ? "synchronised" : "the kernel does not know it as synchronised",
               "run an NTP client, unless the host of this container or machine does");
}

}  // namespace

std::vector<Finding> CheckMachine(Clock& clock) {
  std::vector<Finding> findings;
  unsigned cores = std::thread::hardware_concurrency();
  findings.push_back(
      Judge(cores > 0, "cores", std::to_string(cores), "set --workers and --threads"));
  std::uint64_t memory = MemoryBytes();
  findings.push_back(Judge(memory >= kMemoryBytesMin, "memory", FormatBytes(memory),
                           "lower --memory and --batch-bytes: default settings want about 1 GiB"));
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  findings.push_back(Judge(files.rlim_cur >= kOpenFilesMin, "open files",
                           FormatCount(files.rlim_cur),
                           fmt::format("ulimit -n {}", kOpenFilesMin)));
  findings.push_back(CheckClock(clock));
  return findings;
}

}  // namespace lake
