#include "contracts/entry_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/matchers.h"
#include "support/names.h"

namespace lake {
namespace {

using testing::AccountStrkey;
using testing::ContractStrkey;
using ::testing::ElementsAre;
using testing::IsError;
using testing::IsOk;
using testing::NameHash;

TEST(EntryFilter, OfNothingIsNoConditionAndLeavesDeletedEntriesOut) {
  for (const char* json : {"", "{}"}) {
    const auto filter = ParseFilter(json);
    ASSERT_THAT(filter, IsOk());
    EXPECT_TRUE(filter->contracts.empty());
    EXPECT_FALSE(filter->asks_for_asset());
    EXPECT_FALSE(filter->asks_for_balance());
    EXPECT_EQ(filter->modified_after_ledger, 0u);
    EXPECT_FALSE(filter->include_deleted);
  }
}

TEST(EntryFilter, ReadsEveryKey) {
  const auto filter = ParseFilter(
      R"({"contract_ids":[")" + ContractStrkey("token") + R"("],"asset_codes":["USDC","EUR"],)" +
      R"("asset_issuers":[")" + AccountStrkey("issuer") + R"("],"balance_holders":[")" +
      ContractStrkey("vault") + R"("],"min_balance":"170141183460469231731687303715884105727",)" +
      R"("modified_after_ledger":4294967295,"include_deleted":true})");
  ASSERT_THAT(filter, IsOk());
  EXPECT_THAT(filter->contracts, ElementsAre(NameHash("token")));
  EXPECT_THAT(filter->asset_codes, ElementsAre("EUR", "USDC"));
  EXPECT_THAT(filter->asset_issuers, ElementsAre(AccountStrkey("issuer")));
  EXPECT_THAT(filter->balance_holders, ElementsAre(NameHash("vault")));
  EXPECT_TRUE(filter->min_balance == MakeInt128(INT64_MAX, UINT64_MAX));
  EXPECT_EQ(filter->modified_after_ledger, 4'294'967'295u);
  EXPECT_TRUE(filter->include_deleted);
}

TEST(EntryFilter, ReadsBalancesAsNumberAndAsText) {
  EXPECT_TRUE(ParseFilter(R"({"min_balance":12})")->min_balance == Int128{12});
  EXPECT_TRUE(ParseFilter(R"({"min_balance":-12})")->min_balance == Int128{-12});
  EXPECT_TRUE(ParseFilter(R"({"min_balance":18446744073709551615})")->min_balance ==
              MakeInt128(0, UINT64_MAX));
  const auto lowest = ParseFilter(R"({"min_balance":"-170141183460469231731687303715884105728"})");
  EXPECT_TRUE(lowest->min_balance == MakeInt128(INT64_MIN, 0));
}

TEST(EntryFilter, RefusesWhatMakesNoSense) {
  const auto refused = [](const char* json, const char* why) {
    EXPECT_THAT(ParseFilter(json), IsError(Code::kInvalidArgument, why)) << json;
  };
  refused("[]", "not a JSON object");
  refused("{", "not a JSON object");
  refused("\"x\"", "not a JSON object");
  refused(R"({"contract_id":[]})", R"("contract_id" is no key; did you mean "contract_ids"?)");
  refused(R"({"contract_ids":["CAAA"]})", "contract_ids: ");
  refused(R"({"contract_ids":"C"})", "contract_ids is not a list of texts");
  refused(R"({"asset_codes":[7]})", "asset_codes is not a list of texts");
  refused(R"({"asset_codes":["THIRTEENCHARS"]})", "1 to 12 letters");
  refused(R"({"asset_codes":[["X"]]})", "JSON object of lists");
  refused(R"({"asset_issuers":["USDC"]})", "asset_issuers: ");
  refused(R"({"min_balance":1.5})", "min_balance is not an integer");
  refused(R"({"min_balance":170141183460469231731687303715884105727})", "as a text");
  refused(R"({"min_balance":"170141183460469231731687303715884105728"})", "128 bits");
  refused(R"({"min_balance":"12x"})", "128 bits");
  refused(R"({"min_balance":""})", "min_balance is not an integer");
  refused(R"({"modified_after_ledger":-1})", "modified_after_ledger is not a ledger");
  refused(R"({"modified_after_ledger":4294967296})", "modified_after_ledger is not a ledger");
  refused(R"({"include_deleted":1})", "include_deleted is not true or false");
}

TEST(EntryFilter, IsBounded) {
  EXPECT_THAT(ParseFilter(std::string(std::size_t{2} << 20, ' ')),
              IsError(Code::kInvalidArgument, "bytes"));
  EXPECT_THAT(ParseFilter(std::string(100'000, '[')), IsError(Code::kInvalidArgument));
  FilterTexts texts;
  texts.asset_codes.assign(10'001, "X");
  EXPECT_THAT(MakeFilter(texts), IsError(Code::kInvalidArgument, "10001 values"));
}

}  // namespace
}  // namespace lake
