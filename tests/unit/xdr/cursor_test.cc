#include "xdr/cursor.h"

#include <gtest/gtest.h>

#include <vector>

#include "support/matchers.h"

namespace lake::xdr {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::IsOk;

TEST(Cursor, ReadsWordsAndKnowsWhereItIs) {
  const std::vector<std::uint8_t> bytes{0, 0, 1, 2, 0, 0, 0, 1};
  Cursor c(bytes);
  std::uint32_t value = 0;
  ASSERT_TRUE(c.U32(value));
  EXPECT_EQ(value, 0x102u);
  EXPECT_EQ(c.offset(), 4u);
  EXPECT_EQ(c.left(), 4u);
  EXPECT_THAT(c.ExpectEnd(), HasMessage("offset 4: 4 bytes follow"));
  EXPECT_TRUE(c.Bool());
  EXPECT_THAT(c.ExpectEnd(), IsOk());
}

TEST(Cursor, NamesTheOffsetWhereBytesEnd) {
  const std::vector<std::uint8_t> bytes{0, 0, 0, 5, 1, 2, 3};
  Cursor c(bytes);
  std::uint32_t value = 0;
  ASSERT_TRUE(c.U32(value));
  EXPECT_FALSE(c.U32(value));
  EXPECT_THAT(c.error(), IsError(Code::kDataLoss));
  EXPECT_THAT(c.error(), HasMessage("offset 4: truncated: 4 bytes needed, 3 left"));
}

TEST(Cursor, KeepsTheFirstFaultAndTheInnermostPlace) {
  const std::vector<std::uint8_t> bytes{0, 0, 0, 2};
  Cursor c(bytes);
  EXPECT_FALSE(c.Bool());
  EXPECT_FALSE(c.In("Inner.flag"));
  EXPECT_FALSE(c.Skip(100));
  EXPECT_FALSE(c.In("Outer.inner"));
  EXPECT_TRUE(c.failed());
  EXPECT_THAT(c.error(), HasMessage("offset 0: Inner.flag: boolean is 2"));
}

TEST(Cursor, RefusesPaddingThatIsNotZero) {
  for (std::size_t i = 5; i < 8; ++i) {
    std::vector<std::uint8_t> bytes{0, 0, 0, 1, 'x', 0, 0, 0};
    bytes[i] = 7;
    Cursor c(bytes);
    EXPECT_FALSE(c.Blob(10));
    EXPECT_THAT(c.error(), HasMessage("padding byte is 0x07"));
  }
}

TEST(Cursor, RefusesAPaddingThatIsCutOff) {
  const std::vector<std::uint8_t> bytes{0, 0, 0, 1, 'x', 0, 0};
  Cursor c(bytes);
  EXPECT_FALSE(c.Blob(10));
  EXPECT_THAT(c.error(), HasMessage("offset 4: truncated"));
}

TEST(Cursor, RefusesLengthsOverTheLimitOfTheType) {
  const std::vector<std::uint8_t> bytes{0, 0, 0, 3, 'a', 'b', 'c', 0};
  Cursor good(bytes);
  EXPECT_TRUE(good.Blob(3));
  Cursor bad(bytes);
  EXPECT_FALSE(bad.Blob(2));
  EXPECT_THAT(bad.error(), HasMessage("offset 0: length 3 is over the limit"));
}

TEST(Cursor, SurvivesLengthsNearTheEndOfTheNumberRange) {
  const std::vector<std::uint8_t> bytes{0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0};
  Cursor blob(bytes);
  EXPECT_FALSE(blob.Blob(UINT32_MAX));
  EXPECT_THAT(blob.error(), HasMessage("truncated: 4294967296 bytes needed"));
  Cursor plain(bytes);
  EXPECT_FALSE(plain.PlainArray(UINT32_MAX, 1 << 20));
  EXPECT_THAT(plain.error(), HasMessage("4294967295 elements cannot fit into the 4 bytes left"));
}

TEST(Cursor, RefusesCountsThatTheBytesLeftCannotHold) {
  const std::vector<std::uint8_t> bytes{0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0};
  std::uint32_t count = 0;
  Cursor good(bytes);
  EXPECT_TRUE(good.Count(10, 4, count));
  EXPECT_EQ(count, 2u);
  Cursor bad(bytes);
  EXPECT_FALSE(bad.Count(10, 5, count));
  EXPECT_THAT(bad.error(), HasMessage("offset 0: 2 elements cannot fit into the 8 bytes left"));
}

TEST(Cursor, TellsUnknownTypesFromOtherFaults) {
  const std::vector<std::uint8_t> bytes{0xFF, 0xFF, 0xFF, 0xFE};
  std::uint32_t value = 0;
  Cursor arm(bytes);
  ASSERT_TRUE(arm.U32(value));
  EXPECT_FALSE(arm.UnknownArm("Memo", value));
  EXPECT_TRUE(arm.unknown_type());
  EXPECT_THAT(arm.error(), HasMessage("offset 0: Memo: unknown arm -2"));
  Cursor truncated(bytes);
  EXPECT_FALSE(truncated.Skip(5));
  EXPECT_FALSE(truncated.unknown_type());
}

TEST(Cursor, GoesFifteenHundredDeepAndNoDeeper) {
  Cursor c({});
  for (std::uint32_t i = 0; i < kDepthMax; ++i) ASSERT_TRUE(c.Enter());
  c.Leave();
  EXPECT_TRUE(c.Enter());
  EXPECT_FALSE(c.Enter());
  EXPECT_THAT(c.error(), HasMessage("nested deeper than 1500"));
}

}  // namespace
}  // namespace lake::xdr
