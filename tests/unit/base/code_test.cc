#include "base/code.h"

#include <gtest/gtest.h>

#include <set>

namespace lake {
namespace {

constexpr Code kAll[] = {Code::kInvalidArgument, Code::kNotFound, Code::kUnavailable,
                         Code::kConflict,        Code::kDataLoss, Code::kResourceExhausted,
                         Code::kCancelled,       Code::kInternal};

TEST(Code, ExitStatusesAreThoseOfTheTable) {
  const int expected[] = {2, 66, 69, 75, 65, 71, 0, 70};
  for (std::size_t i = 0; i < std::size(kAll); ++i) {
    EXPECT_EQ(ExitStatusOf(kAll[i]), expected[i]) << CodeName(kAll[i]);
  }
}

TEST(Code, HttpAndGrpcTellTheCallerWhoseFaultItIs) {
  const int http[] = {400, 404, 503, 409, 500, 429, 503, 500};
  const int grpc[] = {3, 5, 14, 10, 15, 8, 1, 13};
  for (std::size_t i = 0; i < std::size(kAll); ++i) {
    EXPECT_EQ(HttpStatusOf(kAll[i]), http[i]) << CodeName(kAll[i]);
    EXPECT_EQ(GrpcStatusOf(kAll[i]), grpc[i]) << CodeName(kAll[i]);
  }
}

TEST(Code, OnlyWhatMayPassIsRetried) {
  for (Code code : kAll) EXPECT_EQ(IsRetryable(code), code == Code::kUnavailable);
}

TEST(Code, NamesAreDistinct) {
  std::set<std::string_view> names;
  for (Code code : kAll) names.insert(CodeName(code));
  EXPECT_EQ(names.size(), std::size(kAll));
}

}  // namespace
}  // namespace lake
