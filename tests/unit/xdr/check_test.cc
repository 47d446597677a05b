// The generated validation and views, held against values that the type descriptions encode.
#include "xdr/check.h"

#include <gtest/gtest.h>

#include "support/entries.h"
#include "support/matchers.h"
#include "support/scvals.h"
#include "support/tx_builder.h"

namespace lake::xdr {
namespace {

using testing::EncodeXdr;
using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::Json;
using testing::XdrBytes;

template <class T>
Result<T> DecodeJson(std::string_view type, const Json& value, XdrBytes& bytes) {
  bytes = EncodeXdr(type, value);
  return Decode<T>(bytes);
}

TEST(XdrViews, ReadWhatWasEncoded) {
  XdrBytes bytes;
  const auto entry = DecodeJson<LedgerEntry>(
      "LedgerEntry",
      testing::SponsoredBy(
          testing::Account("bob"),
          testing::AccountEntry(
              "alice", {{"balance", -5},
                        {"homeDomain", "example.org"},
                        {"signers", {testing::Signer(testing::HashXSigner("x"), 3)}},
                        {"ext", testing::ExtensionOf({.num_sponsored = 7, .seq_ledger = 9})}})),
      bytes);
  ASSERT_THAT(entry, IsOk());
  const AccountEntry account = entry->data().account();
  EXPECT_EQ(account.balance(), -5);
  EXPECT_EQ(AsText(account.homeDomain()), "example.org");
  ASSERT_EQ(account.signers().size(), 1u);
  EXPECT_EQ(account.signers()[0].weight(), 3u);
  EXPECT_EQ(account.signers()[0].key().type(), SignerKeyType::SIGNER_KEY_TYPE_HASH_X);
  const AccountEntryExtensionV2 v2 = account.ext().v1().ext().v2();
  EXPECT_EQ(v2.numSponsored(), 7u);
  EXPECT_EQ(v2.ext().v3().seqLedger(), 9u);
  ASSERT_TRUE(entry->ext().v1().sponsoringID());
  EXPECT_TRUE(std::ranges::equal((*entry->ext().v1().sponsoringID()).ed25519().bytes(),
                                 testing::NameHash("bob")));
  EXPECT_EQ(entry->encoding().size(), bytes.size());
}

TEST(XdrCheck, RefusesUnknownArmsAndEnumValues) {
  XdrBytes bytes;
  EXPECT_THAT(DecodeJson<Memo>("Memo", {{"type", 5}}, bytes),
              HasMessage("offset 0: Memo: unknown arm 5"));
  EXPECT_THAT(DecodeJson<TransactionMeta>("TransactionMeta", {{"v", 5}}, bytes),
              HasMessage("unknown arm 5"));
  EXPECT_THAT(DecodeJson<LedgerKey>("LedgerKey", {{"type", -1}}, bytes),
              HasMessage("unknown arm -1"));
  EXPECT_THAT(DecodeJson<LedgerKey>("LedgerKey", {{"contractData", {{"durability", 2}}}}, bytes),
              HasMessage("unknown enum value 2"));
}

TEST(XdrCheck, RefusesLengthsOverTheLimit) {
  XdrBytes bytes;
  EXPECT_THAT(DecodeJson<Memo>("Memo", {{"text", std::string(28, 'x')}}, bytes), IsOk());
  EXPECT_THAT(DecodeJson<Memo>("Memo", {{"text", std::string(29, 'x')}}, bytes),
              HasMessage("offset 4: Memo.text: length 29 is over the limit"));
  const Json signer = testing::Signer(testing::HashXSigner("x"), 1);
  EXPECT_THAT(DecodeJson<AccountEntry>("AccountEntry", {{"signers", Json(20, signer)}}, bytes),
              IsOk());
  EXPECT_THAT(DecodeJson<AccountEntry>("AccountEntry", {{"signers", Json(21, signer)}}, bytes),
              HasMessage("length 21 is over the limit"));
}

TEST(XdrCheck, RefusesCountsBeforeItReadsTheElements) {
  XdrBytes bytes = EncodeXdr("SCVal", testing::ScVec({testing::ScVoid()}));
  const std::size_t count_offset = 8;  // behind discriminant and presence
  for (const std::uint32_t count : {2u, 1000u, UINT32_MAX}) {
    StoreU32(bytes.data() + count_offset, count);
    EXPECT_THAT(Decode<SCVal>(bytes), HasMessage("offset 8: SCVal.vec"));
    EXPECT_THAT(Decode<SCVal>(bytes), HasMessage("cannot fit into the 4 bytes left"));
  }
}

TEST(XdrCheck, RefusesPresenceThatIsNeitherZeroNorOne) {
  XdrBytes bytes = EncodeXdr("SCVal", testing::ScVec({}));
  bytes[7] = 2;
  EXPECT_THAT(Decode<SCVal>(bytes), HasMessage("offset 4"));
}

TEST(XdrCheck, RefusesBytesBehindTheValue) {
  XdrBytes bytes = EncodeXdr("Asset", testing::NativeAsset());
  bytes.resize(bytes.size() + 4);
  EXPECT_THAT(Decode<Asset>(bytes), HasMessage("offset 4: 4 bytes follow"));
}

// `count` predicates NOT NOT ..., then `innermost`. Each NOT is two levels: union, optional.
XdrBytes NestedPredicate(int count, const XdrBytes& innermost) {
  XdrBytes bytes;
  for (; count > 0; --count) bytes.insert(bytes.end(), {0, 0, 0, 3, 0, 0, 0, 1});
  bytes.insert(bytes.end(), innermost.begin(), innermost.end());
  return bytes;
}

TEST(XdrCheck, AllowsFifteenHundredLevelsExactly) {
  const XdrBytes unconditional{0, 0, 0, 0};                                          // one level
  const XdrBytes absent_not{0, 0, 0, 3, 0, 0, 0, 0};                                 // two levels
  EXPECT_THAT(Decode<ClaimPredicate>(NestedPredicate(749, unconditional)), IsOk());  // 1,499
  EXPECT_THAT(Decode<ClaimPredicate>(NestedPredicate(749, absent_not)), IsOk());     // 1,500
  EXPECT_THAT(Decode<ClaimPredicate>(NestedPredicate(750, unconditional)),           // 1,501
              HasMessage("nested deeper than 1500"));
  // 1,501 too: the 1,500 in the struct of a claimant.
  XdrBytes claimant = EncodeXdr("AccountID", testing::Account("alice"));
  const XdrBytes predicate = NestedPredicate(749, absent_not);
  claimant.insert(claimant.end(), predicate.begin(), predicate.end());
  EXPECT_THAT(Decode<ClaimantV0>(claimant), HasMessage("nested deeper than 1500"));
}

TEST(XdrCheck, SurvivesAnyDepthOfHostileNesting) {
  XdrBytes bytes;
  for (int i = 0; i < 1'000'000; ++i) {
    bytes.insert(bytes.end(), {0, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 1});  // SCV_VEC of one
  }
  EXPECT_THAT(Decode<SCVal>(bytes), IsError(Code::kDataLoss));
  EXPECT_THAT(Decode<SCVal>(bytes), HasMessage("nested deeper than 1500"));
}

TEST(XdrCheck, AcceptsTheDefaultOfEveryTypeThatLedgersAreMadeOf) {
  XdrBytes bytes;
  EXPECT_THAT(DecodeJson<LedgerCloseMeta>("LedgerCloseMeta", {{"v", 0}}, bytes), IsOk());
  EXPECT_THAT(DecodeJson<LedgerCloseMeta>("LedgerCloseMeta", {{"v", 1}}, bytes), IsOk());
  EXPECT_THAT(DecodeJson<LedgerCloseMeta>("LedgerCloseMeta", {{"v", 2}}, bytes), IsOk());
  for (int v = 0; v <= 4; ++v) {
    EXPECT_THAT(DecodeJson<TransactionMeta>("TransactionMeta", {{"v", v}}, bytes), IsOk());
  }
  for (int type = 0; type <= 26; ++type) {
    EXPECT_THAT(DecodeJson<OperationBody>("OperationBody", {{"type", type}}, bytes), IsOk());
    EXPECT_THAT(DecodeJson<OperationResultTr>("OperationResultTr", {{"type", type}}, bytes),
                IsOk());
  }
  for (int type = 0; type <= 9; ++type) {
    EXPECT_THAT(DecodeJson<LedgerEntryData>("LedgerEntryData", {{"type", type}}, bytes), IsOk());
    EXPECT_THAT(DecodeJson<LedgerKey>("LedgerKey", {{"type", type}}, bytes), IsOk());
  }
}

}  // namespace
}  // namespace lake::xdr
