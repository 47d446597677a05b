#include "base/allocator.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

namespace lake {
namespace {

constexpr std::size_t kBufferBytes = 372'000;  // a ledger
constexpr int kBuffers = 20;

std::int64_t PageFaults() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

void UseAndFree() {
  std::vector<std::unique_ptr<std::uint8_t[]>> buffers;
  for (int i = 0; i < kBuffers; ++i) {
    buffers.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(kBufferBytes));
    std::memset(buffers.back().get(), i, kBufferBytes);
  }
}

TEST(Allocator, KeepsTheMemoryOfLedgersForTheNext) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer has a malloc of its own";
#endif
  SetUpAllocator();
  std::thread([] {
    UseAndFree();
    const std::int64_t before = PageFaults();
    for (int i = 0; i < 10; ++i) UseAndFree();
    // By default every round would fault in every page: 1,800.
    EXPECT_LT(PageFaults() - before, 500);
  }).join();
}

}  // namespace
}  // namespace lake
