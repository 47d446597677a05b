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

TEST(Era, KeepsTheRangeOfProtocols) {
  EraState state{.status = "active", .protocol_min = {}, .protocol_max = {}};
  EXPECT_TRUE(WidenProtocols(state, 22));
  EXPECT_FALSE(WidenProtocols(state, 22));
  EXPECT_TRUE(WidenProtocols(state, 23));
  EXPECT_TRUE(WidenProtocols(state, 20));
  EXPECT_FALSE(WidenProtocols(state, 21));
  EXPECT_EQ(state.protocol_min, 20);
  EXPECT_EQ(state.protocol_max, 23);
}

}  // namespace
}  // namespace lake
