#include "stellar/integer_text.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace lake {
namespace {

constexpr std::uint64_t kAllOnes = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kTopBit = std::uint64_t{1} << 63;

std::string Signed128(std::int64_t hi, std::uint64_t lo) {
  char buffer[kMaxInt128Text];
  return {buffer, WriteInt128(buffer, MakeInt128(hi, lo))};
}

std::string Unsigned128(std::uint64_t hi, std::uint64_t lo) {
  char buffer[kMaxInt128Text];
  return {buffer, WriteUint128(buffer, MakeUint128(hi, lo))};
}

std::string Signed256(const Limbs256& value) {
  char buffer[kMaxInt256Text];
  return {buffer, WriteInt256(buffer, value)};
}

std::string Unsigned256(const Limbs256& value) {
  char buffer[kMaxInt256Text];
  return {buffer, WriteUint256(buffer, value)};
}

TEST(IntegerText, Prints64BitsToTheirEnds) {
  Arena arena;
  EXPECT_EQ(IntegerText(arena, std::int64_t{0}), "0");
  EXPECT_EQ(IntegerText(arena, std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(IntegerText(arena, kAllOnes), "18446744073709551615");
  EXPECT_EQ(IntegerText(arena, std::int32_t{-5}), "-5");
  EXPECT_EQ(IntegerText(arena, MakeInt128(-1, kAllOnes)), "-1");
}

TEST(IntegerText, Prints128BitsToTheirEnds) {
  EXPECT_EQ(Unsigned128(0, 0), "0");
  EXPECT_EQ(Unsigned128(1, 0), "18446744073709551616");
  EXPECT_EQ(Unsigned128(kAllOnes, kAllOnes), "340282366920938463463374607431768211455");
  EXPECT_EQ(Signed128(-1, kAllOnes), "-1");
  EXPECT_EQ(Signed128(std::numeric_limits<std::int64_t>::min(), 0),
            "-170141183460469231731687303715884105728");
  EXPECT_EQ(Signed128(std::numeric_limits<std::int64_t>::max(), kAllOnes),
            "170141183460469231731687303715884105727");
}

TEST(IntegerText, KeepsZerosInsideLongNumbers) {
  // 10^19 and 10^38: chunks that are all zeros.
  EXPECT_EQ(Unsigned128(0, 10'000'000'000'000'000'000u), "10000000000000000000");
  EXPECT_EQ(Unsigned128(0x4b3b4ca85a86c47a, 0x098a224000000000),
            "100000000000000000000000000000000000000");
}

TEST(IntegerText, Prints256BitsToTheirEnds) {
  EXPECT_EQ(Unsigned256({0, 0, 0, 15}), "15");
  EXPECT_EQ(Unsigned256({kAllOnes, kAllOnes, kAllOnes, kAllOnes}),
            "115792089237316195423570985008687907853269984665640564039457584007913129639935");
  EXPECT_EQ(Signed256({kAllOnes, kAllOnes, kAllOnes, kAllOnes}), "-1");
  EXPECT_EQ(Signed256({kTopBit, 0, 0, 0}),
            "-57896044618658097711785492504343953926634992332820282019728792003956564819968");
  EXPECT_EQ(Signed256({kTopBit - 1, kAllOnes, kAllOnes, kAllOnes}),
            "57896044618658097711785492504343953926634992332820282019728792003956564819967");
  // The carry of the negation runs through two limbs of zeros.
  EXPECT_EQ(Signed256({kAllOnes, kAllOnes, 0, 0}), "-340282366920938463463374607431768211456");
}

}  // namespace
}  // namespace lake
