// What tests say about a Status or a Result<T>: `EXPECT_THAT(x, IsOk())`,
// `EXPECT_THAT(x, IsError(Code::kDataLoss))`, `EXPECT_THAT(x, HasMessage("offset 812"))`. A failure
// prints the error.
#pragma once

#include <gmock/gmock.h>

#include <string>

#include "base/code.h"
#include "base/result.h"

namespace lake::testing {
namespace matchers_detail {

template <class StatusOrResult>
bool Explain(const StatusOrResult& outcome, ::testing::MatchResultListener& listener) {
  if (outcome.ok()) {
    listener << "which is ok";
  } else {
    listener << "which is " << CodeName(outcome.error().code) << ": " << outcome.error().message;
  }
  return outcome.ok();
}

}  // namespace matchers_detail

MATCHER(IsOk, negation ? "is an error" : "is ok") {
  return matchers_detail::Explain(arg, *result_listener);
}

MATCHER_P(IsError, code,
          std::string(negation ? "is not " : "is ") + "an error with code " +
              std::string(CodeName(code))) {
  return !matchers_detail::Explain(arg, *result_listener) && arg.error().code == code;
}

// An error whose message contains `part`.
MATCHER_P(HasMessage, part,
          std::string(negation ? "does not say " : "is an error that says ") +
              ::testing::PrintToString(part)) {
  return !matchers_detail::Explain(arg, *result_listener) &&
         arg.error().message.find(part) != std::string::npos;
}

// Both at once: IsError(Code::kDataLoss, "offset 812").
MATCHER_P2(IsError, code, part,
           std::string(negation ? "is not " : "is ") + "an error with code " +
               std::string(CodeName(code)) + " that says " + ::testing::PrintToString(part)) {
  return !matchers_detail::Explain(arg, *result_listener) && arg.error().code == code &&
         arg.error().message.find(part) != std::string::npos;
}

}  // namespace lake::testing
