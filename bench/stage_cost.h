// What one stage of a benchmark costs, measured in a process of its own: CPU seconds of all its
// threads, allocations, peak memory. A busy machine changes these less than time.
#pragma once

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/check.h"

namespace lake::bench {

// Counted by the program's operator new.
inline std::atomic<std::uint64_t> g_allocations{0};

struct Cost {
  double cpu_seconds = 0;
  std::uint64_t allocations = 0;
  std::uint64_t rows = 0;
  std::uint64_t rss_bytes = 0;  // the most that the process held
  // Of a stage that writes files.
  std::uint64_t files = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t file_bytes_max = 0;

  Cost& operator+=(const Cost& other) {
    cpu_seconds += other.cpu_seconds;
    allocations += other.allocations;
    rows += other.rows;
    files += other.files;
    file_bytes += other.file_bytes;
    file_bytes_max = std::max(file_bytes_max, other.file_bytes_max);
    return *this;
  }
};

inline double CpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// `work` gives the number of rows it made.
template <class Work>
Cost Measure(Work work) {
  const std::uint64_t allocations = g_allocations.load();
  const double begin = CpuSeconds();
  Cost cost;
  cost.rows = work();
  cost.cpu_seconds = CpuSeconds() - begin;
  cost.allocations = g_allocations.load() - allocations;
  return cost;
}

// Runs `stage`, which gives a Cost, in a child, so that no stage sees another's memory. The caller
// has one thread.
template <class Stage>
Cost InChild(Stage stage) {
  int ends[2];
  CHECK(pipe(ends) == 0);
  std::fflush(stdout);
  const pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    Cost cost = stage();
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    cost.rss_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
    CHECK(write(ends[1], &cost, sizeof cost) == sizeof cost);
    _exit(0);
  }
  close(ends[1]);
  Cost cost;
  const bool whole = read(ends[0], &cost, sizeof cost) == sizeof cost;
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(whole && WIFEXITED(status));
  return cost;
}

}  // namespace lake::bench
