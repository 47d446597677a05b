#include "xdr/cursor.h"

#include <gtest/gtest.h>

#include <array>

#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;

TEST(Cursor, NamesTheOffsetWhereBytesEnd) {
  const std::array<std::uint8_t, 7> bytes{0, 0, 0, 5, 1, 2, 3};
  xdr::Cursor cursor(bytes);
  std::uint32_t value = 0;
  ASSERT_TRUE(cursor.U32(value));
  EXPECT_EQ(value, 5u);
  EXPECT_FALSE(cursor.U32(value));
  EXPECT_THAT(cursor.error(), IsError(Code::kDataLoss));
  EXPECT_THAT(cursor.error(), HasMessage("offset 4"));
}

}  // namespace
}  // namespace lake
