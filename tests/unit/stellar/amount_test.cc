#include "stellar/amount.h"

#include <gtest/gtest.h>

#include <limits>

namespace lake {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

TEST(Amount, HasAlwaysSevenFractionDigits) {
  Arena arena;
  EXPECT_EQ(Decimal7(arena, 0), "0.0000000");
  EXPECT_EQ(Decimal7(arena, 1), "0.0000001");
  EXPECT_EQ(Decimal7(arena, -1), "-0.0000001");
  EXPECT_EQ(Decimal7(arena, 15'000'000), "1.5000000");
  EXPECT_EQ(Decimal7(arena, kMax), "922337203685.4775807");
  EXPECT_EQ(Decimal7(arena, kMin), "-922337203685.4775808");
}

TEST(Amount, KeepsAll128Bits) {
  Arena arena;
  EXPECT_EQ(LongDecimal7(arena, Int128{-5}), "-0.0000005");
  EXPECT_EQ(LongDecimal7(arena, MakeInt128(kMax, ~std::uint64_t{0})),
            "17014118346046923173168730371588.4105727");
  EXPECT_EQ(LongDecimal7(arena, MakeInt128(kMin, 0)), "-17014118346046923173168730371588.4105728");
}

TEST(Price, RoundsHalvesAwayFromZero) {
  Arena arena;
  EXPECT_EQ(PriceText(arena, 3, 7), "0.4285714");
  EXPECT_EQ(PriceText(arena, 2, 3), "0.6666667");
  EXPECT_EQ(PriceText(arena, 1, 20'000'000), "0.0000001");
  EXPECT_EQ(PriceText(arena, 1, 20'000'001), "0.0000000");
  EXPECT_EQ(PriceText(arena, -1, 20'000'000), "-0.0000001");
  EXPECT_EQ(PriceText(arena, 1, -3), "-0.3333333");
  EXPECT_EQ(PriceText(arena, -1, kMax), "0.0000000");
}

TEST(Price, IsExactForTheLargestAmounts) {
  Arena arena;
  EXPECT_EQ(PriceText(arena, kMax, 1), "9223372036854775807.0000000");
  EXPECT_EQ(PriceText(arena, kMin, kMin), "1.0000000");
  EXPECT_EQ(PriceText(arena, kMin, 1), "-9223372036854775808.0000000");
  EXPECT_EQ(PriceText(arena, kMax, kMin), "-1.0000000");
}

TEST(Price, HasNoValueOverZero) {
  Arena arena;
  EXPECT_FALSE(PriceText(arena, 1, 0).has_value());
}

TEST(Price, KeepsItsFraction) {
  Arena arena;
  EXPECT_EQ(PriceFraction(arena, 6, 4), "6/4");
  EXPECT_EQ(PriceJson(arena, 7, -2147483647), R"({"d":-2147483647,"n":7})");
}

}  // namespace
}  // namespace lake
