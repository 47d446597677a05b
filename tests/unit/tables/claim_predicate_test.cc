#include "tables/claim_predicate.h"

#include <gtest/gtest.h>

#include "support/xdr_encode.h"

namespace lake {
namespace {

using testing::Json;

std::string PredicateText(const Json& predicate) {
  const testing::XdrBytes xdr = testing::EncodeXdr("ClaimPredicate", predicate);
  std::string text;
  JsonWriter json(text);
  WriteClaimPredicate(json, xdr::ClaimPredicate(xdr.data()));
  return text;
}

std::string InstantText(std::int64_t unix_seconds) {
  return Json::parse(PredicateText({{"absBefore", unix_seconds}}))["abs_before"];
}

TEST(ClaimPredicate, PrintsEveryKind) {
  const Json before = {{"absBefore", 1'726'472'954}};
  const Json within = {{"relBefore", INT64_MAX}};
  EXPECT_EQ(PredicateText("CLAIM_PREDICATE_UNCONDITIONAL"), R"({"unconditional":true})");
  EXPECT_EQ(PredicateText(before),
            R"({"abs_before":"2024-09-16T07:49:14Z","abs_before_epoch":"1726472954"})");
  EXPECT_EQ(PredicateText(within), R"({"rel_before":"9223372036854775807"})");
  EXPECT_EQ(PredicateText({{"andPredicates", {within, {{"notPredicate", within}}}}}),
            R"({"and":[{"rel_before":"9223372036854775807"},)"
            R"({"not":{"rel_before":"9223372036854775807"}}]})");
  EXPECT_EQ(PredicateText({{"orPredicates", {within, "CLAIM_PREDICATE_UNCONDITIONAL"}}}),
            R"({"or":[{"rel_before":"9223372036854775807"},{"unconditional":true}]})");
}

TEST(ClaimPredicate, PrintsWhatHasNothingInside) {
  EXPECT_EQ(PredicateText({{"andPredicates", Json::array()}}), R"({"and":[]})");
  EXPECT_EQ(PredicateText({{"orPredicates", Json::array()}}), R"({"or":[]})");
  EXPECT_EQ(PredicateText({{"type", "CLAIM_PREDICATE_NOT"}}), R"({"not":null})");
}

TEST(ClaimPredicate, PrintsInstantsOfAnyYear) {
  EXPECT_EQ(InstantText(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(InstantText(-1), "1969-12-31T23:59:59Z");
  EXPECT_EQ(InstantText(951'782'400), "2000-02-29T00:00:00Z");
  EXPECT_EQ(InstantText(4'107'542'399), "2100-02-28T23:59:59Z");
  EXPECT_EQ(InstantText(4'107'542'400), "2100-03-01T00:00:00Z");
  EXPECT_EQ(InstantText(253'402'300'799), "9999-12-31T23:59:59Z");
  EXPECT_EQ(InstantText(253'402'300'800), "+10000-01-01T00:00:00Z");
  EXPECT_EQ(InstantText(-62'167'219'200), "0000-01-01T00:00:00Z");
  EXPECT_EQ(InstantText(-62'167'219'201), "-0001-12-31T23:59:59Z");
  EXPECT_EQ(InstantText(INT64_MAX), "+292277026596-12-04T15:30:07Z");
  EXPECT_EQ(InstantText(INT64_MIN), "-292277022657-01-27T08:29:52Z");
}

}  // namespace
}  // namespace lake
