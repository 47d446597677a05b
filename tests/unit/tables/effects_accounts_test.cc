// effects_row_v1: an account's own settings.
#include <gtest/gtest.h>

#include "support/effect_rows.h"

namespace lake::testing {
namespace {

using enum EffectType;
using Types = std::vector<EffectType>;

Json SignerList(const JsonList& signers) { return {{"signers", signers}}; }

Tx ChangingSigners(const Json& before, const Json& after) {
  return Tx("alice")
      .Op(SetOptions(Json::object()))
      .Changes({State(AccountEntry("alice", before)), Updated(AccountEntry("alice", after))});
}

TEST(SetOptionsEffects, ComeForEveryFieldThatIsThere) {
  const Json op = SetOptions({{"inflationDest", Account("bob")},
                              {"clearFlags", 2},
                              {"setFlags", 1 | 4 | 8},
                              {"lowThreshold", 1},
                              {"medThreshold", 2},
                              {"highThreshold", 3},
                              {"homeDomain", "example.org"}});
  const JsonList rows = EffectsOf(Tx("carol").Op(From(Muxed("alice", 9), op)));
  const std::string alice = AccountStrkey("alice");
  ASSERT_EQ(rows.size(), 4u);
  ExpectEffect(rows[0], kAccountHomeDomainUpdated, alice, {{"home_domain", "example.org"}});
  ExpectEffect(rows[1], kAccountThresholdsUpdated, alice,
               {{"high_threshold", 3}, {"low_threshold", 1}, {"med_threshold", 2}});
  ExpectEffect(rows[2], kAccountFlagsUpdated, alice,
               {{"auth_clawback_enabled_flag", true},
                {"auth_immutable_flag", true},
                {"auth_required_flag", true},
                {"auth_revocable_flag", false}});
  ExpectEffect(rows[3], kAccountInflationDestinationUpdated, alice,
               {{"inflation_destination", AccountStrkey("bob")}});
  EXPECT_EQ(ColumnsOfDetails(rows[2]), (Json{{"clawback_flag", true}}));
  for (const Json& row : rows) EXPECT_EQ(row["account_muxed"], MuxedStrkey("alice", 9));
}

TEST(SetOptionsEffects, SayOnlyWhatIsThere) {
  const JsonList rows =
      EffectsOf(Tx("alice").Op(SetOptions({{"medThreshold", 7}, {"setFlags", 0}})));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["details_json"], R"({"med_threshold":7})");
  EXPECT_TRUE(EffectsOf(Tx("alice").Op(SetOptions(Json::object()))).empty());
}

TEST(SetOptionsEffects, CountAFlagThatIsSetAndClearedAsCleared) {
  const JsonList rows = EffectsOf(Tx("alice").Op(SetOptions({{"setFlags", 8}, {"clearFlags", 8}})));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["details_json"], R"({"auth_clawback_enabled_flag":false})");
  EXPECT_EQ(rows[0]["clawback_flag"], false);
}

TEST(SetOptionsEffects, KeepAnEmptyHomeDomainAndSanitizeAStrangeOne) {
  const JsonList empty = EffectsOf(Tx("alice").Op(SetOptions({{"homeDomain", ""}})));
  ASSERT_EQ(empty.size(), 1u);
  EXPECT_EQ(empty[0]["details_json"], R"({"home_domain":""})");
  const std::string strange("a\"<\xff\0\n", 6);
  const JsonList rows = EffectsOf(Tx("alice").Op(SetOptions({{"homeDomain", strange}})));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["details_json"], "{\"home_domain\":\"a\\\"<\xEF\xBF\xBD\\n\"}");
}

TEST(SignerEffects, AreRemovedAndUpdatedByKeyThenCreatedByKey) {
  const Json before = SignerList({Signer(Account("s1"), 1), Signer(HashXSigner("x"), 2),
                                  Signer(PreAuthTxSigner("t"), 3), Signer(Account("same"), 4)});
  const Json after = SignerList({Signer(Account("s1"), 5), Signer(Account("same"), 4),
                                 Signer(PayloadSigner("p", "payload"), 6)});
  const JsonList rows = EffectsOf(ChangingSigners(before, after));
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(TypesOf(rows), (Types{kSignerUpdated, kSignerRemoved, kSignerRemoved, kSignerCreated}));
  const std::string alice = AccountStrkey("alice");
  const std::string s1 = AccountStrkey("s1");
  ExpectEffect(rows[0], kSignerUpdated, alice, {{"public_key", s1}, {"weight", 5}});
  EXPECT_EQ(ColumnsOfDetails(rows[0]), (Json{{"signer_account", s1}, {"signer_weight", 5}}));
  EXPECT_EQ(rows[1]["signer_account"].get<std::string>()[0], 'T');
  EXPECT_EQ(rows[2]["signer_account"].get<std::string>()[0], 'X');
  EXPECT_EQ(rows[2]["signer_weight"], 0);
  EXPECT_EQ(rows[2]["details"].size(), 1u);  // the weight of a removed one is only a column
  EXPECT_EQ(rows[3]["signer_account"].get<std::string>()[0], 'P');
  EXPECT_EQ(rows[3]["signer_weight"], 6);
}

TEST(SignerEffects, CountTheMasterKeyUnlessItsWeightIsZero) {
  const std::string alice = AccountStrkey("alice");
  const JsonList removed =
      EffectsOf(ChangingSigners({{"thresholds", "02000000"}}, {{"thresholds", "00000000"}}));
  ASSERT_EQ(removed.size(), 1u);
  ExpectEffect(removed[0], kSignerRemoved, alice, {{"public_key", alice}});
  const JsonList created =
      EffectsOf(ChangingSigners({{"thresholds", "00000000"}}, {{"thresholds", "ff000000"}}));
  ASSERT_EQ(created.size(), 1u);
  ExpectEffect(created[0], kSignerCreated, alice, {{"public_key", alice}, {"weight", 255}});
}

TEST(ManageDataEffects, TellNewFromChangedFromRemoved) {
  const Json before = DataEntry("alice", "name", "old");
  const Json after = DataEntry("alice", "name", "new");
  const std::string alice = AccountStrkey("alice");
  const Json op = ManageData("name", "new");
  const Json said = {{"name", "name"}, {"value", "bmV3"}};
  JsonList rows = EffectsOf(Tx("alice").Op(op).Changes({Created(after)}));
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kDataCreated, alice, said);
  rows = EffectsOf(Tx("alice").Op(op).Changes({State(before), Updated(after)}));
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kDataUpdated, alice, said);
  rows = EffectsOf(
      Tx("alice").Op(ManageData("name", std::nullopt)).Changes({State(before), Removed(before)}));
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kDataRemoved, alice, {{"name", "name"}});
}

TEST(ManageDataEffects, AreNoneWhenNoDataChanged) {
  EXPECT_TRUE(EffectsOf(Tx("alice").Op(ManageData("name", "value"))).empty());
}

TEST(BumpSequenceEffects, ComeOnlyWhenTheNumberChanged) {
  const auto bump = [](std::int64_t before, std::int64_t after) {
    return EffectsOf(Tx("alice")
                         .Op(BumpSequence(after))
                         .Changes({State(AccountEntry("alice", {{"seqNum", before}})),
                                   Updated(AccountEntry("alice", {{"seqNum", after}}))}));
  };
  const JsonList rows = bump(5, INT64_MAX);
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kSequenceBumped, AccountStrkey("alice"), {{"new_seq", INT64_MAX}});
  EXPECT_TRUE(bump(5, 5).empty());
}

}  // namespace
}  // namespace lake::testing
