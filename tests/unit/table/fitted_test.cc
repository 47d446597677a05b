#include "table/fitted.h"

#include <gtest/gtest.h>

#include "table/column_block.h"
#include "table/describes.h"

namespace lake {
namespace {

__extension__ using Int128 = __int128;

TEST(Fitted, IsTheNumberThatItsTypeHolds) {
  EXPECT_EQ(*Fitted<std::int32_t>(std::uint32_t{2'147'483'647}), 2'147'483'647);
  EXPECT_EQ(*Fitted<std::int32_t>(std::int64_t{-2'147'483'648}), INT32_MIN);
  EXPECT_EQ(*Fitted<std::int64_t>(std::uint64_t{INT64_MAX}), INT64_MAX);
  EXPECT_EQ(*Fitted<std::int64_t>(Int128{INT64_MIN}), INT64_MIN);
}

TEST(Fitted, IsNoNumberWhereItsTypeIsTooNarrow) {
  const auto too_large = [](auto fitted) { return fitted.too_large() && !fitted.has_value(); };
  EXPECT_TRUE(too_large(Fitted<std::int32_t>(std::uint32_t{2'147'483'648})));
  EXPECT_TRUE(too_large(Fitted<std::int32_t>(UINT32_MAX)));
  EXPECT_TRUE(too_large(Fitted<std::int32_t>(std::int64_t{INT32_MIN} - 1)));
  EXPECT_TRUE(too_large(Fitted<std::int64_t>(UINT64_MAX)));
  EXPECT_TRUE(too_large(Fitted<std::int64_t>(Int128{INT64_MAX} + 1)));
  EXPECT_TRUE(too_large(Fitted<std::int64_t>(Int128{INT64_MIN} - 1)));
}

TEST(Fitted, IsNothingWhereThereIsNoNumber) {
  const Fitted<std::int32_t> nothing(std::optional<std::uint32_t>{});
  EXPECT_FALSE(nothing.has_value());
  EXPECT_FALSE(nothing.too_large());
  EXPECT_EQ(*Fitted<std::int32_t>(std::optional<std::uint32_t>(7)), 7);
}

struct Row {
  std::int64_t key;
  Fitted<std::int32_t> number;
};
constexpr auto kColumns =
    ColumnsOf(Column<&Row::key>("key", "A key.").Key(), Column<&Row::number>("number", "One."));

TEST(Fitted, IsAColumnThatCountsWhatItCannotHold) {
  EXPECT_EQ(kColumns[1].type, ColumnType::kInt32);
  EXPECT_TRUE(kColumns[1].nullable);
  EXPECT_TRUE(kColumns[1].fitted);
  EXPECT_FALSE(kColumns[0].fitted);
  const Row rows[] = {{1, 5u}, {2, {}}, {3, UINT32_MAX}, {4, INT64_MIN}};
  ColumnBlock block(kColumns[1], 4);
  for (int again = 0; again < 2; ++again) {
    block.Read(rows, 4);
    EXPECT_EQ(block.misfits(), 2);
    EXPECT_EQ(block.Integer(0), 5);
    EXPECT_FALSE(block.IsNull(0));
    for (std::size_t i = 1; i < 4; ++i) EXPECT_TRUE(block.IsNull(i));
  }
  block.Read(rows, 2);
  EXPECT_EQ(block.misfits(), 0);
}

TEST(ExactlyNumber, IsTheSameNumber) {
  enum class Kind : std::uint8_t { kOne = 1 };
  EXPECT_EQ(Exactly(std::size_t{7}), 7);
  EXPECT_EQ(Exactly(Kind::kOne), 1);
  EXPECT_DEATH(Exactly(std::size_t{1} << 31), "CHECK failed");
}

}  // namespace
}  // namespace lake
