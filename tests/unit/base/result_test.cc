#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;

Result<std::unique_ptr<int>> Parse(int value) {
  if (value < 0) return {Code::kDataLoss, "negative"};
  return std::make_unique<int>(value);
}

Result<int> Twice(int value) {
  TRY_ASSIGN(const auto parsed, Parse(value).Context("op 3"));
  return *parsed * 2;
}

Status Outer(int value) {
  TRY(Twice(value).Context("tx 17"));
  return {};
}

TEST(Result, CarriesValuesThatCanOnlyMove) {
  const auto result = Twice(21);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(*result, 42);
  EXPECT_THAT(Outer(1), IsOk());
}

TEST(Result, MessagesGrowOutward) {
  EXPECT_THAT(Outer(-1), IsError(Code::kDataLoss, "tx 17: op 3: negative"));
}

TEST(Status, ACopyIsIndependent) {
  const Status first(Code::kConflict, "a");
  Status second = first;
  second = std::move(second).Context("b");
  EXPECT_EQ(first.error().message, "a");
  EXPECT_EQ(second.error().message, "b: a");
}

TEST(ResultDeathTest, TheValueOfAnErrorIsOurMistake) {
  const Result<int> result(Code::kNotFound, "no");
  EXPECT_DEATH(static_cast<void>(result.value()), "CHECK failed");
  EXPECT_DEATH(static_cast<void>(Status().error()), "CHECK failed");
}

}  // namespace
}  // namespace lake
