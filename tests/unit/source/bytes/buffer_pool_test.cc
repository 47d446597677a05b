#include "source/bytes/buffer_pool.h"

#include <gtest/gtest.h>

#include <cstring>

namespace lake {
namespace {

TEST(BufferPool, GivesAReturnedBufferAgain) {
  BufferPool pool(1 << 20);
  Buffer buffer = pool.Take(10'000);
  const std::uint8_t* memory = buffer.data();
  pool.Share(std::move(buffer)).reset();
  EXPECT_EQ(pool.Take(9'000).data(), memory);
}

TEST(BufferPool, DoesNotSpendALargeBufferOnASmallNeed) {
  BufferPool pool(64 << 20);
  Buffer large = pool.Take(32 << 20);
  pool.Return(std::move(large));
  EXPECT_LT(pool.Take(100).capacity(), std::size_t{1} << 20);
  EXPECT_GE(pool.Take(20 << 20).capacity(), std::size_t{32} << 20);
}

TEST(BufferPool, KeepsNoMoreThanItsBound) {
  BufferPool pool(100'000);
  Buffer kept = pool.Take(60'000);
  Buffer freed = pool.Take(60'000);
  const std::uint8_t* memory = kept.data();
  pool.Return(std::move(kept));
  pool.Return(std::move(freed));
  Buffer again = pool.Take(60'000);
  EXPECT_EQ(again.data(), memory);
}

TEST(BufferPool, BuffersMayOutliveIt) {
  std::shared_ptr<const void> owner;
  const std::uint8_t* memory = nullptr;
  {
    BufferPool pool(1 << 20);
    Buffer buffer = pool.Take(100);
    std::memset(buffer.data(), 7, 100);
    memory = buffer.data();
    owner = pool.Share(std::move(buffer));
  }
  EXPECT_EQ(memory[99], 7);
}

TEST(Buffer, KeepsItsContentWhenItGrows) {
  Buffer buffer(10);
  std::memcpy(buffer.data(), "content", 7);
  buffer.Grow(buffer.capacity() * 10, 7);
  EXPECT_EQ(std::memcmp(buffer.data(), "content", 7), 0);
}

}  // namespace
}  // namespace lake
