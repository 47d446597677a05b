// What a server counts; its own numbers beside the program's metrics. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>

namespace lake {

struct SqlTotals {
  std::atomic<std::uint64_t> statements = 0;
  std::atomic<std::uint64_t> failures = 0;
  std::atomic<std::uint64_t> batches = 0;
  std::atomic<std::uint64_t> bytes = 0;
};

}  // namespace lake
