#include "contracts/ticket.h"

#include <gtest/gtest.h>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;

TEST(Ticket, OfTheLiveStreamNamesNoLedgers) {
  const auto wish = ParseTicket("contract-data-stream");
  ASSERT_THAT(wish, IsOk());
  EXPECT_FALSE(wish->range.has_value());
  EXPECT_FALSE(wish->filter.has_value());
  const auto filtered = ParseTicket(R"(contract-data-stream:{"include_deleted":true})");
  ASSERT_THAT(filtered, IsOk());
  EXPECT_FALSE(filtered->range.has_value());
  EXPECT_TRUE(filtered->filter.value().include_deleted);
}

TEST(Ticket, OfARangeHasBothItsEnds) {
  const auto wish = ParseTicket(R"(contract_data:53312000:53312100:{"asset_codes":["A"]})");
  ASSERT_THAT(wish, IsOk());
  EXPECT_EQ(wish->range.value().first, 53'312'000u);
  EXPECT_EQ(wish->range.value().last, 53'312'100u);
  EXPECT_EQ(wish->filter.value().asset_codes, std::vector<std::string>{"A"});
}

TEST(Ticket, OfARangeMayGoOnAndNeedsNoFilter) {
  for (const char* ticket : {"contract_data:7:0", "contract_data:7:0:"}) {
    const auto wish = ParseTicket(ticket);
    ASSERT_THAT(wish, IsOk());
    EXPECT_EQ(wish->range.value().first, 7u);
    EXPECT_EQ(wish->range.value().last, std::nullopt);
    EXPECT_FALSE(wish->filter.has_value());
  }
}

TEST(Ticket, WithoutAStartBeginsAtTheNewestLedger) {
  const auto wish = ParseTicket("contract_data:0:0");
  ASSERT_THAT(wish, IsOk());
  EXPECT_EQ(wish->range.value().first, std::nullopt);
  EXPECT_EQ(wish->range.value().last, std::nullopt);
}

TEST(Ticket, ThatMakesNoSenseIsRefused) {
  const auto refused = [](std::string_view ticket, const char* why) {
    EXPECT_THAT(ParseTicket(ticket), IsError(Code::kInvalidArgument, why)) << ticket;
  };
  refused("", "not known");
  refused("contract", "not known");
  refused("contract_data", "start and end are ledgers");
  refused("contract_data:7", "start and end are ledgers");
  refused("contract_data:7:x", "start and end are ledgers");
  refused("contract_data:-7:9", "start and end are ledgers");
  refused("contract_data:4294967296:0", "start and end are ledgers");
  refused("contract_data:9:8", "the end is before the start");
  refused("contract_data:0:8", "an end needs a start");
  refused("contract_data:7:9:{", "not a JSON object");
  refused(std::string_view("\x1b[2J\0", 5), "\\x1b[2J\\x00");
}

}  // namespace
}  // namespace lake
