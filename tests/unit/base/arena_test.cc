#include "base/arena.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lake {
namespace {

TEST(Arena, KeepsEveryCopyUntilReset) {
  Arena arena;
  std::vector<std::string_view> copies;
  for (std::size_t i = 0; i < 2'000; ++i) copies.push_back(arena.Copy(std::string(i, 'a')));
  for (std::size_t i = 0; i < copies.size(); ++i) {
    ASSERT_EQ(copies[i], std::string(i, 'a'));
  }
  EXPECT_EQ(arena.used_bytes(), 1'999U * 2'000 / 2);
}

TEST(Arena, ResetReusesItsBlocks) {
  Arena arena;
  std::vector<std::size_t> reserved;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 100; ++i) arena.Allocate(10'000);
    arena.Allocate(1'000'000);
    reserved.push_back(arena.reserved_bytes());
    arena.Reset();
    EXPECT_EQ(arena.used_bytes(), 0U);
  }
  EXPECT_EQ(reserved[1], reserved[0]);
  EXPECT_EQ(reserved[2], reserved[0]);
}

TEST(Arena, ShrinkGivesTheTailToTheNextText) {
  Arena arena;
  char* first = arena.Allocate(100);
  arena.Shrink(100, 10);
  EXPECT_EQ(arena.Allocate(1), first + 10);
  EXPECT_EQ(arena.used_bytes(), 11U);
}

}  // namespace
}  // namespace lake
