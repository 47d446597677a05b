#include "lineage/era.h"

#include <gtest/gtest.h>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::IsOk;

Era MakeEra(std::string id, std::string label) {
  return {.era_id = std::move(id), .version_label = std::move(label), .network = "mainnet"};
}

TEST(Era, NamesFollowTheContract) {
  EXPECT_THAT(ValidateEra(MakeEra("p23_plus", "v1")), IsOk());
  EXPECT_THAT(ValidateEra(MakeEra("P23", "v1")), HasMessage("era_id 'P23'"));
  EXPECT_THAT(ValidateEra(MakeEra("", "v1")), IsError(Code::kInvalidArgument));
  EXPECT_THAT(ValidateEra(MakeEra("p23", "1")), HasMessage("version_label '1'"));
  EXPECT_THAT(ValidateEra(MakeEra("p23", "v")), IsError(Code::kInvalidArgument));
}

TEST(Era, OnlyAnActiveOneIsWritable) {
  EXPECT_THAT(CheckEraWritable(MakeEra("p23", "v1"), "active"), IsOk());
  EXPECT_THAT(CheckEraWritable(MakeEra("p23", "v1"), "frozen"),
              HasMessage("era p23 v1 of mainnet is frozen"));
}

TEST(Era, IsThatOfTheProtocolUnlessOneIsNamed) {
  EraPolicy policy{.era_id = "", .version_label = "v2", .network = "testnet"};
  EXPECT_EQ(EraOf(policy, 7, 22).era_id, "pre_p23");
  EXPECT_EQ(EraOf(policy, 7, 23).era_id, "p23_plus");
  policy.era_id = "replay";
  const Era era = EraOf(policy, 7, 22);
  EXPECT_EQ(era.era_id, "replay");
  EXPECT_EQ(era.version_label, "v2");
  EXPECT_EQ(era.network, "testnet");
  EXPECT_EQ(era.ledger_start, 7u);
}

TEST(Era, KeepsItsFirstLedgerAndTheRangeOfProtocols) {
  EraState state{.status = "active", .ledger_start = 100, .protocol_min = {}, .protocol_max = {}};
  EXPECT_TRUE(WidenEra(state, 100, 22));
  EXPECT_FALSE(WidenEra(state, 101, 22));
  EXPECT_TRUE(WidenEra(state, 102, 23));
  EXPECT_TRUE(WidenEra(state, 103, 20));
  EXPECT_FALSE(WidenEra(state, 104, 21));
  EXPECT_TRUE(WidenEra(state, 99, 21));
  EXPECT_EQ(state.ledger_start, 99u);
  EXPECT_EQ(state.protocol_min, 20);
  EXPECT_EQ(state.protocol_max, 23);
}

}  // namespace
}  // namespace lake
