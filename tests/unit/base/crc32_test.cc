#include "base/crc32.h"

#include <gtest/gtest.h>

namespace lake {
namespace {

// The check value of the catalogue of CRCs, and that of nothing.
TEST(Crc32, IsTheOneOfZip) {
  EXPECT_EQ(Crc32(AsBytes("123456789")), 0xCBF4'3926u);
  EXPECT_EQ(Crc32({}), 0u);
}

}  // namespace
}  // namespace lake
