#include "base/nearest.h"

#include <gtest/gtest.h>

#include <array>

namespace lake {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"ingest", "inspect", "schema",
                                                    "ducklake.batch_size"};

TEST(Nearest, FindsTheNameThatWasMeant) {
  EXPECT_EQ(Nearest("ingets", kNames), "ingest");
  EXPECT_EQ(Nearest("Schema", kNames), "schema");
  EXPECT_EQ(Nearest("scema", kNames), "schema");
  EXPECT_EQ(Nearest("ducklake.batchsize", kNames), "ducklake.batch_size");
}

TEST(Nearest, StaysSilentWhenNothingIsNear) {
  EXPECT_EQ(Nearest("flush", kNames), std::nullopt);
  EXPECT_EQ(Nearest("", kNames), std::nullopt);
  EXPECT_EQ(DidYouMean("flush", kNames), "");
  EXPECT_EQ(DidYouMean("insepct", kNames), "; did you mean \"inspect\"?");
}

TEST(Nearest, CountsASwapAsOneEdit) {
  EXPECT_EQ(EditDistance("abcd", "abdc"), 1u);
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3u);
  EXPECT_EQ(EditDistance("", "abc"), 3u);
  EXPECT_EQ(EditDistance(std::string(100'000, 'x'), "x"), 127u);
}

}  // namespace
}  // namespace lake
