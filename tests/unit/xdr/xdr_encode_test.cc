// The encoder that all made-up ledgers come from, held against encodings from SEP-51 and RFC 4506.
#include "support/xdr_encode.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/hex.h"

namespace lake::testing {
namespace {

std::string Encoded(std::string_view type, const Json& value) {
  return Base64(EncodeXdr(type, value));
}

TEST(XdrEncode, MakesTheBytesOfThePublishedExamples) {
  EXPECT_EQ(Encoded("Asset", {{"alphaNum4", {{"assetCode", "41424344"}}}}),
            "AAAAAUFCQ0QAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  EXPECT_EQ(Encoded("SCAddress", {{"muxedAccount", {{"id", 1}}}}),
            "AAAAAgAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  EXPECT_EQ(Encoded("SCString", std::string("hello\xC3world\0", 12).substr(0, 12)),
            "AAAADGhlbGxvw3dvcmxkAA==");
  EXPECT_EQ(Encoded("DataValue", "61626364"), "AAAABGFiY2Q=");
  EXPECT_EQ(Encoded("uint64", UINT64_MAX), "//////////8=");
}

TEST(XdrEncode, FillsInWhatIsMissing) {
  EXPECT_EQ(Hex(EncodeXdr("Price", {{"d", 2}})), "0000000000000002");
  EXPECT_EQ(Hex(EncodeXdr("Memo", Json())), "00000000");
  EXPECT_EQ(Hex(EncodeXdr("Memo", {{"type", "MEMO_TEXT"}})), "0000000100000000");
  EXPECT_EQ(Hex(EncodeXdr("LedgerUpgradeType", Json())), "00000001") << "the first constant";
  EXPECT_EQ(EncodeXdr("LedgerHeader", Json()).size(), 324u);
}

TEST(XdrEncode, TakesAllWaysToWriteAValue) {
  EXPECT_EQ(EncodeXdr("Memo", {{"type", 2}, {"id", "7"}}), EncodeXdr("Memo", {{"id", 7}}));
  EXPECT_EQ(EncodeXdr("Memo", "MEMO_NONE"), EncodeXdr("Memo", {{"type", 0}}));
  EXPECT_EQ(EncodeXdr("Thresholds", {1, 2, 3, 4}), EncodeXdr("Thresholds", "01020304"));
  const XdrBytes price = EncodeXdr("Price", {{"n", 1}, {"d", 2}});
  EXPECT_EQ(EncodeXdr("Price", RawXdr(price)), price);
  EXPECT_EQ(EncodeXdr("Thresholds", Opaque(Bytes(price).first(4))), XdrBytes({0, 0, 0, 1}));
}

TEST(XdrEncode, CanMakeWhatIsNotValid) {
  EXPECT_EQ(Hex(EncodeXdr("Memo", {{"type", 99}})), "00000063");
  EXPECT_EQ(EncodeXdr("Memo", {{"text", std::string(29, 'x')}}).size(), 4u + 4u + 32u);
}

TEST(XdrEncodeDeathTest, NamesThePathOfAMistake) {
  EXPECT_DEATH(EncodeXdr("Price", {{"x", 1}}), "cannot encode Price: struct Price has no field x");
  EXPECT_DEATH(EncodeXdr("Signer", {{"key", {{"hashX", "00"}}}}),
               "cannot encode Signer.key.hashX: expected 32 bytes");
  EXPECT_DEATH(EncodeXdr("Memo", {{"type", "MEMO_ID"}, {"text", "x"}}), "has no arm text");
  EXPECT_DEATH(EncodeXdr("TransactionResultResult", {{"results", Json::array()}}),
               "several cases have this arm");
  EXPECT_DEATH(EncodeXdr("Price", {{"n", 1LL << 40}}), "Price.n: the number is out of range");
  EXPECT_DEATH(EncodeXdr("Nonsense", Json()), "there is no XDR type Nonsense");
}

}  // namespace
}  // namespace lake::testing
