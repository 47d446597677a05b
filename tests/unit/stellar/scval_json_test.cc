#include "stellar/scval_json.h"

#include <gtest/gtest.h>

#include <fstream>
#include <initializer_list>
#include <limits>
#include <string>

#include "base/base64.h"
#include "support/places.h"
#include "unit/stellar/xdr_bytes.h"
#include "xdr/check.h"

namespace lake {
namespace {

using Type = xdr::SCValType;

XdrBytes Val(Type type) { return XdrBytes().U32(static_cast<std::uint32_t>(type)); }
XdrBytes U32Val(std::uint32_t value) { return Val(Type::SCV_U32).U32(value); }
XdrBytes Symbol(std::string_view text) { return Val(Type::SCV_SYMBOL).Blob(text); }
XdrBytes String(std::string_view text) { return Val(Type::SCV_STRING).Blob(text); }

XdrBytes VecVal(std::initializer_list<XdrBytes> values) {
  XdrBytes vec = Val(Type::SCV_VEC).U32(1).U32(static_cast<std::uint32_t>(values.size()));
  for (const XdrBytes& value : values) vec.Add(value);
  return vec;
}

// Keys and values in turn.
XdrBytes MapVal(std::initializer_list<XdrBytes> items) {
  XdrBytes map = Val(Type::SCV_MAP).U32(1).U32(static_cast<std::uint32_t>(items.size() / 2));
  for (const XdrBytes& item : items) map.Add(item);
  return map;
}

std::string Json(const XdrBytes& value) {
  EXPECT_TRUE(xdr::Decode<xdr::SCVal>(value.bytes()).ok());
  Arena arena;
  return std::string(ScValJson(arena, xdr::SCVal(value.data())));
}

// Event topics and data of real ledgers with the JSON that the public reference rows hold for them.
TEST(ScValJson, PrintsRealEventsAsTheReferenceDoes) {
  std::ifstream file(testing::SourcePath("tests/data/stellar/scval_json.tsv"));
  int count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    const std::size_t tab = line.find('\t');
    const auto bytes = ParseBase64(std::string_view(line).substr(0, tab));
    ASSERT_TRUE(bytes.ok());
    const auto value = xdr::Decode<xdr::SCVal>(*bytes);
    ASSERT_TRUE(value.ok());
    Arena arena;
    EXPECT_EQ(ScValJson(arena, *value), line.substr(tab + 1));
  }
  EXPECT_GT(count, 40);
}

TEST(ScValJson, PrintsPlainValues) {
  EXPECT_EQ(Json(Val(Type::SCV_BOOL).U32(1)), "true");
  EXPECT_EQ(Json(Val(Type::SCV_BOOL).U32(0)), "false");
  EXPECT_EQ(Json(Val(Type::SCV_VOID)), "null");
  EXPECT_EQ(Json(U32Val(4294967295)), "4294967295");
  EXPECT_EQ(Json(Val(Type::SCV_I32).U32(0xFFFFFFFF)), "-1");
  EXPECT_EQ(Json(Val(Type::SCV_U64).U64(~std::uint64_t{0})), "18446744073709551615");
  EXPECT_EQ(Json(Val(Type::SCV_I64).U64(std::uint64_t{1} << 63)), "-9223372036854775808");
  EXPECT_EQ(Json(Symbol("transfer")), R"("transfer")");
  EXPECT_EQ(Json(Val(Type::SCV_TIMEPOINT).U64(5)), R"({"type":"timepoint","value":5})");
  EXPECT_EQ(Json(Val(Type::SCV_DURATION).U64(6)), R"({"type":"duration","value":6})");
}

TEST(ScValJson, PrintsLongNumbersWithTheirLimbs) {
  constexpr std::uint64_t kOnes = ~std::uint64_t{0};
  EXPECT_EQ(Json(Val(Type::SCV_I128).U64(kOnes).U64(kOnes - 4)),
            R"({"hi":-1,"lo":18446744073709551611,"type":"i128","value":"-5"})");
  EXPECT_EQ(Json(Val(Type::SCV_U128).U64(1).U64(0)),
            R"({"hi":1,"lo":0,"type":"u128","value":"18446744073709551616"})");
  EXPECT_EQ(Json(Val(Type::SCV_U256).U64(0).U64(0).U64(0).U64(15)),
            R"({"hex":"000000000000000000000000000000000000000000000000000000000000000f",)"
            R"("hi_hi":0,"hi_lo":0,"lo_hi":0,"lo_lo":15,"type":"u256","value":"15"})");
  EXPECT_EQ(Json(Val(Type::SCV_I256).U64(kOnes).U64(kOnes).U64(kOnes).U64(kOnes)),
            R"({"hex":"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",)"
            R"("hi_hi":-1,"hi_lo":18446744073709551615,"lo_hi":18446744073709551615,)"
            R"("lo_lo":18446744073709551615,"type":"i256","value":"-1"})");
}

TEST(ScValJson, PrintsBytesInBothEncodings) {
  EXPECT_EQ(Json(Val(Type::SCV_BYTES).Blob("\x01\xFF\x7F\x10")),
            R"({"base64":"Af9/EA==","hex":"01ff7f10","length":4,"type":"bytes"})");
}

TEST(ScValJson, PrintsEveryKindOfAddress) {
  const auto address = [](std::uint32_t kind) { return Val(Type::SCV_ADDRESS).U32(kind); };
  EXPECT_EQ(
      Json(address(0).U32(0).Key(0)),
      R"({"address":"GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF","type":"account"})");
  EXPECT_EQ(
      Json(address(1).Key(0)),
      R"({"address":"CAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSC4","type":"contract"})");
  EXPECT_EQ(Json(address(2).U64(7).Key(0)),
            R"({"address":"MAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA6O7G",)"
            R"("id":7,"type":"muxed_account"})");
  EXPECT_NE(Json(address(3).U32(0).Key(0)).find(R"("type":"claimable_balance")"),
            std::string::npos);
  EXPECT_NE(Json(address(4).Key(0)).find(R"({"address":"LAAAA)"), std::string::npos);
  EXPECT_NE(Json(address(5).U64(9).Key(0)).find(R"("id":9,"type":"muxed_contract")"),
            std::string::npos);
}

TEST(ScValJson, PrintsErrorsWithNumericCodesExceptAContractsOwn) {
  EXPECT_EQ(Json(Val(Type::SCV_ERROR).U32(9).U32(6)),
            R"({"code":6,"error_type":"ScErrorTypeSceAuth","type":"error"})");
  EXPECT_EQ(Json(Val(Type::SCV_ERROR).U32(0).U32(5)),
            R"({"code":null,"error_type":"ScErrorTypeSceContract","type":"error"})");
}

TEST(ScValJson, PrintsLedgerKeysAndTags) {
  EXPECT_EQ(Json(Val(Type::SCV_LEDGER_KEY_CONTRACT_INSTANCE)),
            R"({"type":"ledger_key_contract_instance"})");
  EXPECT_EQ(Json(Val(Type::SCV_LEDGER_KEY_NONCE).U64(~std::uint64_t{0})),
            R"({"nonce":-1,"type":"ledger_key_nonce"})");
  EXPECT_EQ(Json(Val(Type::SCV_EXECUTABLE_TAG).Blob("v1")),
            R"({"type":"executable_tag","value":"v1"})");
}

TEST(ScValJson, PrintsVectorsAsArraysAndAbsentOnesAsNull) {
  EXPECT_EQ(Json(VecVal({})), "[]");
  EXPECT_EQ(Json(VecVal({U32Val(1), VecVal({U32Val(2)}), Val(Type::SCV_VOID)})), "[1,[2],null]");
  EXPECT_EQ(Json(Val(Type::SCV_VEC).U32(0)), "null");
  EXPECT_EQ(Json(Val(Type::SCV_MAP).U32(0)), "null");
}

TEST(ScValJson, PrintsMapsSortedWithKeysInLedgerOrder) {
  EXPECT_EQ(Json(MapVal({})), R"({"entries":{},"keys":[],"type":"map"})");
  EXPECT_EQ(Json(MapVal({Symbol("b"), U32Val(1), Symbol("a"), MapVal({Symbol("x"), U32Val(2)})})),
            R"({"entries":{"a":{"entries":{"x":2},"keys":["x"],"type":"map"},"b":1},)"
            R"("keys":["b","a"],"type":"map"})");
}

TEST(ScValJson, PrintsCompositeKeysAsTheirOwnText) {
  EXPECT_EQ(Json(MapVal({U32Val(10), U32Val(0), U32Val(9), U32Val(1), Val(Type::SCV_VOID),
                         U32Val(2), VecVal({Symbol("Balance")}), U32Val(3)})),
            R"({"entries":{"10":0,"9":1,"[\"Balance\"]":3,"null":2},)"
            R"("keys":[10,9,null,["Balance"]],"type":"map"})");
}

TEST(ScValJson, KeepsTheLastOfKeysThatPrintAlike) {
  EXPECT_EQ(Json(MapVal({U32Val(1), U32Val(5), Symbol("1"), U32Val(6), String("0"), U32Val(7)})),
            R"({"entries":{"0":7,"1":6},"keys":[1,"1","0"],"type":"map"})");
}

TEST(ScValJson, DecodesContractInstances) {
  XdrBytes instance = Val(Type::SCV_CONTRACT_INSTANCE).U32(0).Key(0xAB).U32(1).U32(1);
  instance.Add(Symbol("admin")).Add(U32Val(1));
  EXPECT_EQ(Json(instance),
            R"({"type":"contract_instance","value":{"executable":{"type":"wasm","wasm_hash":)"
            R"("ab00000000000000000000000000000000000000000000000000000000000000"},)"
            R"("storage":{"entries":{"admin":1},"keys":["admin"],"type":"map"}}})");
  EXPECT_EQ(Json(Val(Type::SCV_CONTRACT_INSTANCE).U32(1).U32(0)),
            R"({"type":"contract_instance","value":{"executable":{"type":"stellar_asset"},)"
            R"("storage":null}})");
}

TEST(ScValJson, SurvivesHostileText) {
  EXPECT_EQ(Json(String(std::string_view("a\0b\xFF\"\n", 6))), "\"ab\xEF\xBF\xBD\\\"\\n\"");
  // Keys that differ only in what is dropped collapse, so the object stays valid.
  EXPECT_EQ(Json(MapVal({String(std::string_view("k\0", 2)), U32Val(1), String("k"), U32Val(2)})),
            R"({"entries":{"k":2},"keys":["k","k"],"type":"map"})");
  EXPECT_EQ(Json(String(std::string(5'000'000, 'x'))).size(), 5'000'002u);
}

// As deep as the network decodes: 1,500 levels are three per vector.
TEST(ScValJson, PrintsTheDeepestVectors) {
  XdrBytes bytes;
  constexpr int kDepth = 499;
  for (int i = 0; i < kDepth; ++i) bytes.Add(Val(Type::SCV_VEC)).U32(1).U32(1);
  bytes.Add(Val(Type::SCV_VOID));
  EXPECT_EQ(Json(bytes), std::string(kDepth, '[') + "null" + std::string(kDepth, ']'));
}

// The printer does not depend on that bound: three times as deep, which validation would refuse.
TEST(ScValJson, DoesNotExhaustTheStackAt1499Levels) {
  XdrBytes vectors;
  XdrBytes maps;
  constexpr int kDepth = 1499;
  for (int i = 0; i < kDepth; ++i) {
    vectors.Add(Val(Type::SCV_VEC)).U32(1).U32(1);
    maps.Add(Val(Type::SCV_MAP)).U32(1).U32(1).Add(Symbol("k"));
  }
  Arena arena;
  EXPECT_EQ(ScValJson(arena, xdr::SCVal(vectors.Add(Val(Type::SCV_VOID)).data())).size(),
            4u + 2 * kDepth);
  EXPECT_TRUE(ScValJson(arena, xdr::SCVal(maps.Add(Val(Type::SCV_VOID)).data()))
                  .starts_with(R"({"entries":{"k":{"entries":{"k":)"));
}

TEST(ScValJson, NestedKeysDoNotBlowUp) {
  XdrBytes key = U32Val(1);
  for (int i = 0; i < 100; ++i) key = MapVal({key, U32Val(0)});
  const std::string json = Json(key);
  EXPECT_LT(json.size(), 100 * key.bytes().size());
  EXPECT_NE(json.find(R"({"type":"map","xdr":")"), std::string::npos);
}

TEST(ScValJson, PrintsAMapInsideAKeyInsideAKeyAsXdr) {
  const XdrBytes innermost = MapVal({Symbol("c"), U32Val(3)});
  const std::string json = Json(MapVal({MapVal({innermost, U32Val(2)}), U32Val(1)}));
  const std::string xdr = Base64(innermost.bytes().subspan(8));
  EXPECT_NE(json.find(R"("keys":[{"entries":{"{\"type\":\"map\",\"xdr\":\")" + xdr),
            std::string::npos)
      << json;
}

TEST(ScValJson, PrintsTopicsAsOneArray) {
  XdrBytes topics = XdrBytes().U32(2);
  topics.Add(Symbol("transfer")).Add(U32Val(3));
  Arena arena;
  EXPECT_EQ(ScValArrayJson(arena, xdr::Array<xdr::SCVal>(topics.data())), R"(["transfer",3])");
}

}  // namespace
}  // namespace lake
