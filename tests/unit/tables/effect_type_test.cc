#include "tables/effect_type.h"

#include <gtest/gtest.h>

#include <string>

namespace lake {
namespace {

TEST(EffectTypes, AreFiftyTwoInTheOrderOfTheirNumbers) {
  EXPECT_EQ(kEffectTypes.size(), 52u);
  for (std::size_t i = 1; i < kEffectTypes.size(); ++i) {
    EXPECT_LT(kEffectTypes[i - 1].type, kEffectTypes[i].type);
  }
}

TEST(EffectTypes, HaveTheirNamesByNumber) {
  EXPECT_EQ(EffectTypeName(EffectType{0}), "account_created");
  EXPECT_EQ(EffectTypeName(EffectType{51}), "claimable_balance_claimant_created");
  EXPECT_EQ(EffectTypeName(EffectType{52}), "claimable_balance_claimed");
  EXPECT_EQ(EffectTypeName(EffectType{99}), "restore_footprint");
  EXPECT_EQ(EffectTypeName(EffectType{23}), "");  // reserved
}

TEST(EffectTypes, AreAllInTheRuleOfTheirColumn) {
  std::string names;
  for (const EffectTypeInfo& info : kEffectTypes) {
    if (!names.empty()) names += '|';
    names += info.name;
  }
  EXPECT_EQ(kEffectTypeNames, names);
}

}  // namespace
}  // namespace lake
