#include "base/allocator.h"

#include <malloc.h>

#include <algorithm>
#include <thread>

namespace lake {
namespace {

// What glibc arrives at by itself in a process that happens to free a block of this size once.
constexpr int kMappedFromBytes = 32 << 20;
constexpr int kKeptBytes = 2 * kMappedFromBytes;  // at the end of an arena
constexpr int kArenasMin = 2;

}  // namespace

// A sanitizer's malloc takes no advice, which is as well.
void SetUpAllocator() {
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  mallopt(M_MMAP_THRESHOLD, kMappedFromBytes);
  mallopt(M_TRIM_THRESHOLD, kKeptBytes);
  mallopt(M_ARENA_MAX, std::max(cores, kArenasMin));
}

}  // namespace lake
