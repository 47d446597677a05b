#include "xdr/json.h"

#include <gtest/gtest.h>

#include "support/golden.h"
#include "support/matchers.h"
#include "support/sample_ledgers.h"
#include "support/scvals.h"
#include "xdr/json_names.h"

namespace lake::xdr {
namespace {

using namespace lake::testing;

std::string JsonOf(std::string_view type, const Json& value) {
  std::string out;
  EXPECT_THAT(AppendJson(*FindType(type), EncodeXdr(type, value), out), IsOk());
  return out;
}

TEST(XdrJson, ShowsNumbersTruthsAndBytes) {
  EXPECT_EQ(JsonOf("Price", {{"n", -1}, {"d", INT32_MAX}}), R"({"n":-1,"d":2147483647})");
  EXPECT_EQ(JsonOf("LedgerBounds", {{"maxLedger", UINT32_MAX}}),
            R"({"min_ledger":0,"max_ledger":4294967295})");
  EXPECT_EQ(JsonOf("SequenceNumber", INT64_MIN), R"("-9223372036854775808")");
  EXPECT_EQ(JsonOf("TimePoint", UINT64_MAX), R"("18446744073709551615")");
  EXPECT_EQ(JsonOf("SCVal", ScBool(true)), R"({"bool":true})");
  EXPECT_EQ(JsonOf("Thresholds", "01000aff"), R"("01000aff")");
  EXPECT_EQ(JsonOf("DataValue", "616263"), R"("616263")");
}

TEST(XdrJson, ShowsEnumsWithoutTheirSharedPrefix) {
  EXPECT_EQ(JsonOf("SCValType", "SCV_LEDGER_KEY_NONCE"), R"("ledger_key_nonce")");
  EXPECT_EQ(JsonOf("AssetType", "ASSET_TYPE_CREDIT_ALPHANUM4"), R"("credit_alphanum4")");
  EXPECT_EQ(JsonOf("TransactionResultCode", "txBAD_SEQ"), R"("tx_bad_seq")");
  EXPECT_EQ(JsonOf("PublicKeyType", 0), R"("public_key_type_ed25519")");
}

TEST(XdrJson, ShowsUnionsByTheirCase) {
  EXPECT_EQ(JsonOf("Asset", NativeAsset()), R"("native")");
  EXPECT_EQ(JsonOf("Memo", {{"id", 5}}), R"({"id":"5"})");
  EXPECT_EQ(JsonOf("TransactionExt", Json()), R"("v0")");
  EXPECT_EQ(JsonOf("TransactionMeta", {{"operations", Json::array()}}), R"({"v0":[]})");
}

TEST(XdrJson, ShowsOptionalValuesAndArrays) {
  EXPECT_EQ(JsonOf("SponsorshipDescriptor", Json()), "null");
  EXPECT_EQ(JsonOf("SCVal", {{"vec", Json()}}), R"({"vec":null})");
  EXPECT_EQ(JsonOf("SCVal", ScVec({ScU32(1), ScVoid()})), R"({"vec":[{"u32":1},"void"]})");
}

TEST(XdrJson, EscapesTextsTwice) {
  const std::string text("\0\t\n\r\\\"a\xC3\xA9\x7f/", 11);
  EXPECT_EQ(JsonOf("SCVal", ScString(text)), R"({"string":"\\0\\t\\n\\r\\\\\"a\\xc3\\xa9\\x7f/"})");
  EXPECT_EQ(JsonOf("SCVal", ScString("hello\xC3world")), R"({"string":"hello\\xc3world"})");
}

TEST(XdrJson, SplitsNamesIntoWords) {
  const auto snake = [](std::string_view name) {
    std::string out;
    AppendSnakeCase(out, name);
    return out;
  };
  EXPECT_EQ(snake("ledgerHeader"), "ledger_header");
  EXPECT_EQ(snake("accountID"), "account_id");
  EXPECT_EQ(snake("sorobanFeeWrite1KB"), "soroban_fee_write1_kb");
  EXPECT_EQ(snake("v1TxSet"), "v1_tx_set");
  EXPECT_EQ(snake("SCPBallot"), "scp_ballot");
  EXPECT_EQ(snake("nH"), "n_h");
  EXPECT_EQ(snake("MEMO_NONE"), "memo_none");
}

TEST(XdrJson, StopsAtItsBound) {
  const XdrBytes value = EncodeXdr("SCVal", ScBytes(std::string(1000, 'x')));
  std::string out = "before";
  EXPECT_THAT(AppendJson(*FindType("SCVal"), value, out, 1000), IsError(Code::kResourceExhausted));
  EXPECT_EQ(out, "before");
  EXPECT_THAT(AppendJson(*FindType("SCVal"), value, out, 2100), IsOk());
}

TEST(XdrJson, NamesTheOffsetOfAFault) {
  XdrBytes value = EncodeXdr("Price", {{"n", 1}, {"d", 2}});
  std::string out;
  value.push_back(0);
  EXPECT_THAT(AppendJson(*FindType("Price"), value, out), HasMessage("offset 8"));
  value.resize(6);
  EXPECT_THAT(AppendJson(*FindType("Price"), value, out), HasMessage("offset 4: Price"));
  EXPECT_THAT(AppendJson(*FindType("Asset"), EncodeXdr("Asset", 3), out),
              HasMessage("offset 0: Asset: unknown arm 3"));
  EXPECT_EQ(out, "");
}

TEST(XdrJson, ShowsWhateverIsValidUpToTheLastDepth) {
  // Each vector is three levels: union, optional, array. The numbers inside add none.
  for (const Json& innermost : {ScVoid(), ScU256(1, 2, 3, 4)}) {
    const XdrBytes value = EncodeXdr("SCVal", ScNested(499, innermost));
    std::string out;
    EXPECT_THAT(AppendJson(*FindType("SCVal"), value, out), IsOk());
  }
}

TEST(XdrJson, ShowsEveryRealLedger) {
  for (const std::uint32_t sequence : kSampleLedgers) {
    const std::vector<std::uint8_t> ledger = SampleLedger(sequence);
    std::string out;
    ASSERT_THAT(AppendJson(*FindType("LedgerCloseMeta"), ledger, out), IsOk());
    const Json parsed = Json::parse(out, nullptr, false);
    ASSERT_FALSE(parsed.is_discarded()) << sequence;
    EXPECT_EQ(parsed.begin().value()["ledger_header"]["header"]["ledger_seq"], sequence);
  }
}

TEST(XdrJson, OfARealLedgerStaysTheSame) {
  std::string out;
  ASSERT_THAT(AppendJson(*FindType("LedgerCloseMeta"), SampleLedger(16154623), out), IsOk());
  ExpectGolden("tests/golden/xdr/ledger_16154623.json",
               nlohmann::ordered_json::parse(out).dump(1) + "\n");
}

}  // namespace
}  // namespace lake::xdr
