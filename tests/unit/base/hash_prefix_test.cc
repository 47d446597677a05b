#include "base/hash_prefix.h"

#include <gtest/gtest.h>

#include <vector>

namespace lake {
namespace {

TEST(HashPrefix, FindsTheEndOfWhatHasTheHash) {
  std::vector<std::uint8_t> bytes(1000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 31);
  const Bytes all(bytes);
  for (const std::size_t size : {4u, 60u, 64u, 68u, 512u, 1000u}) {
    EXPECT_EQ(FindHashedPrefix(all, Sha256(all.first(size)), 4), size);
  }
}

TEST(HashPrefix, FindsNothingBetweenStepsOrInOtherBytes) {
  const std::vector<std::uint8_t> bytes(100, 7);
  const Bytes all(bytes);
  EXPECT_EQ(FindHashedPrefix(all, Sha256(all.first(50)), 4), std::nullopt);
  EXPECT_EQ(FindHashedPrefix(all, Hash256{}, 4), std::nullopt);
  EXPECT_EQ(FindHashedPrefix({}, Sha256({}), 4), std::nullopt);
}

}  // namespace
}  // namespace lake
