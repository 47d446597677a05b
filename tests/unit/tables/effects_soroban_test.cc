// effects_row_v1: what the contracts of classic assets moved, in the form of before protocol 23 and
// in that of CAP-67, and entries that live longer.
#include <gtest/gtest.h>

#include "base/base64.h"
#include "stellar/asset_contract.h"
#include "support/effect_rows.h"

namespace lake::testing {
namespace {

using enum EffectType;
using Types = std::vector<EffectType>;

constexpr std::uint32_t kBeforeCap67 = 22;
constexpr std::uint32_t kSinceCap67 = 23;

std::string UsdName() { return AssetName("USD", "issuer"); }

// An event by the contract of that asset.
Json AssetContractEvent(const std::string& asset, JsonList topics, const Json& data) {
  topics.push_back(ScString(asset));
  Json event = ContractEvent("any", topics, data);
  const Hash256 network = Sha256(AsBytes(kTestPassphrase));
  event["contractID"] = HashJson(*AssetContractId(network, asset));
  return event;
}

Json Who(const char* name) { return ScAddress(AccountAddress(name)); }
Json Contract(const char* name) { return ScAddress(ContractAddress(name)); }

JsonList Emitting(const JsonList& events, std::uint32_t protocol) {
  const Json op = From(Muxed("alice", 6), InvokeContract("token", "call", {}));
  return EffectsOf(
      Tx("carol").Op(op).Soroban({}).Succeeds({InvokeSuccess(NamedHash("r"))}).Events(events),
      protocol);
}

JsonList Emitting(const char* kind, JsonList parties, const Json& data, std::uint32_t protocol) {
  parties.insert(parties.begin(), ScSymbol(kind));
  return Emitting({AssetContractEvent(UsdName(), parties, data)}, protocol);
}

Json Moved(const char* kind, const char* amount = "0.0000009") {
  return WithAsset("USD", "issuer", {{"amount", amount}, {"contract_event_type", kind}});
}

Json MovedBy(const char* contract, const char* kind) {
  Json details = Moved(kind);
  details["contract"] = ContractStrkey(contract);
  return details;
}

TEST(AssetEventEffects, OfATransferDebitThenCredit) {
  const JsonList rows = Emitting("transfer", {Who("bob"), Who("dave")}, ScI128(9), kBeforeCap67);
  ASSERT_EQ(rows.size(), 2u);
  ExpectEffect(rows[0], kAccountDebited, AccountStrkey("bob"), Moved("transfer"));
  ExpectEffect(rows[1], kAccountCredited, AccountStrkey("dave"), Moved("transfer"));
  EXPECT_EQ(rows[0]["account_muxed"], nullptr);
  EXPECT_EQ(ColumnsOfDetails(rows[0]), WithAsset("USD", "issuer", {{"amount", "0.0000009"}}));
}

TEST(AssetEventEffects, BetweenContractsShowAtTheSourceOfTheOperation) {
  const JsonList rows =
      Emitting("transfer", {Contract("c1"), Contract("c2")}, ScI128(9), kBeforeCap67);
  ASSERT_EQ(rows.size(), 2u);
  ExpectEffect(rows[0], kContractDebited, AccountStrkey("alice"), MovedBy("c1", "transfer"));
  ExpectEffect(rows[1], kContractCredited, AccountStrkey("alice"), MovedBy("c2", "transfer"));
  for (const Json& row : rows) EXPECT_EQ(row["account_muxed"], MuxedStrkey("alice", 6));
}

TEST(AssetEventEffects, NameTheAdminBeforeProtocol23) {
  JsonList rows = Emitting("mint", {Who("issuer"), Who("bob")}, ScI128(9), kBeforeCap67);
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kAccountCredited, AccountStrkey("bob"), Moved("mint"));
  rows = Emitting("clawback", {Who("issuer"), Contract("c1")}, ScI128(9), kBeforeCap67);
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kContractDebited, AccountStrkey("alice"), MovedBy("c1", "clawback"));
  rows = Emitting("burn", {Who("bob")}, ScI128(9), kBeforeCap67);
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kAccountDebited, AccountStrkey("bob"), Moved("burn"));
}

TEST(AssetEventEffects, DoNotNameTheAdminSinceCap67) {
  JsonList rows = Emitting("mint", {Contract("c1")}, ScI128(9), kSinceCap67);
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kContractCredited, AccountStrkey("alice"), MovedBy("c1", "mint"));
  rows = Emitting("clawback", {Who("bob")}, ScI128(9), kSinceCap67);
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kAccountDebited, AccountStrkey("bob"), Moved("clawback"));
  rows = Emitting("burn", {Contract("c1")}, ScI128(9), kSinceCap67);
  ASSERT_EQ(rows.size(), 1u);
  ExpectEffect(rows[0], kContractDebited, AccountStrkey("alice"), MovedBy("c1", "burn"));
}

TEST(AssetEventEffects, TakeAmountAndMuxedReceiverOutOfAMap) {
  const Json data =
      ScMap({{ScSymbol("amount"), ScI128(9)}, {ScSymbol("to_muxed_id"), ScU64(UINT64_MAX)}});
  JsonList rows = Emitting("transfer", {Who("bob"), Who("dave")}, data, kSinceCap67);
  ASSERT_EQ(rows.size(), 2u);
  ExpectEffect(rows[0], kAccountDebited, AccountStrkey("bob"), Moved("transfer"));
  ExpectEffect(rows[1], kAccountCredited, AccountStrkey("dave"), Moved("transfer"));
  EXPECT_EQ(rows[0]["account_muxed"], nullptr);
  EXPECT_EQ(rows[1]["account_muxed"], MuxedStrkey("dave", UINT64_MAX));
  rows = Emitting("mint", {Who("dave")}, data, kSinceCap67);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["account_muxed"], MuxedStrkey("dave", UINT64_MAX));
}

TEST(AssetEventEffects, IgnoreMuxedIdsThatAreNoNumber) {
  const Json data =
      ScMap({{ScSymbol("amount"), ScI128(9)}, {ScSymbol("to_muxed_id"), ScString("memo")}});
  const JsonList rows = Emitting("transfer", {Who("bob"), Who("dave")}, data, kSinceCap67);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1]["account_muxed"], nullptr);
}

TEST(AssetEventEffects, KeepAmountsOf128Bits) {
  const JsonList rows = Emitting("burn", {Who("bob")}, ScI128(INT64_MIN, 0), kSinceCap67);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["amount"], "-17014118346046923173168730371588.4105728");
}

TEST(AssetEventEffects, KnowLumensAndLongCodes) {
  const JsonList topics = {ScSymbol("burn"), Who("bob")};
  const JsonList rows =
      Emitting({AssetContractEvent("native", topics, ScI128(9)),
                AssetContractEvent(AssetName("EUROTOKEN", "issuer"), topics, ScI128(9))},
               kSinceCap67);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["asset_type"], "native");
  EXPECT_EQ(rows[0]["asset_code"], nullptr);
  EXPECT_EQ(rows[1]["asset_code"], "EUROTOKEN");
  EXPECT_EQ(rows[1]["asset_type"], "credit_alphanum12");
}

TEST(AssetEventEffects, DoNotBelieveAnotherContract) {
  const JsonList topics = {ScSymbol("burn"), Who("bob"), ScString(UsdName())};
  Json nameless = AssetContractEvent(UsdName(), {ScSymbol("burn"), Who("bob")}, ScI128(9));
  nameless["contractID"] = nullptr;
  EXPECT_TRUE(
      Emitting({ContractEvent("impostor", topics, ScI128(9)), nameless}, kSinceCap67).empty());
}

TEST(AssetEventEffects, IgnoreEventsOfAnotherShape) {
  const auto none = [](const char* kind, const JsonList& parties, const Json& data) {
    EXPECT_TRUE(Emitting(kind, parties, data, kSinceCap67).empty()) << kind;
  };
  none("approve", {Who("bob"), Who("dave")}, ScI128(9));
  none("transfer", {Who("bob")}, ScI128(9));
  none("transfer", {Who("bob"), Who("dave"), Who("eve")}, ScI128(9));
  none("transfer", {ScU32(1), Who("dave")}, ScI128(9));
  none("burn", {ScU32(1)}, ScI128(9));
  none("burn", {Who("issuer"), Who("bob")}, ScI128(9));
  none("burn", {Who("bob")}, ScU64(9));
  none("burn", {Who("bob")}, ScMap({{ScString("amount"), ScI128(9)}}));
  none("burn", {Who("bob")}, ScMap({{ScSymbol("amount"), ScU64(9)}}));
  none("mint", {}, ScI128(9));
  const Json symbol = AssetContractEvent(UsdName(), {ScString("burn"), Who("bob")}, ScI128(9));
  EXPECT_TRUE(Emitting({symbol}, kSinceCap67).empty());
}

TEST(AssetEventEffects, DoNotComeOfClassicOperations) {
  const Json event = AssetContractEvent(UsdName(), {ScSymbol("burn"), Who("bob")}, ScI128(9));
  const Tx tx = Tx("alice").Op(Payment("bob", NativeAsset(), 1)).Events({event});
  EXPECT_EQ(EffectsOf(tx, kSinceCap67).size(), 2u);  // those of the payment
}

Json Instance(const char* contract) {
  return ContractDataEntry(ContractAddress(contract), ScLedgerKeyContractInstance(),
                           ScInstance(nullptr));
}

// Base64 of the LedgerKey of the entry's TTL.
std::string TtlKeyText(const Json& ttl) { return Base64(EncodeXdr("LedgerKey", KeyOf(ttl))); }

TEST(FootprintEffects, NameTheTtlEntriesInTheOrderOfTheirKeys) {
  const Json one = TtlEntry(KeyOf(Instance("c1")), 2000);
  const Json two = TtlEntry(KeyOf(Instance("c2")), 2000);
  Json keys = {TtlKeyText(one), TtlKeyText(two)};
  if (EncodeXdr("LedgerKey", KeyOf(two)) < EncodeXdr("LedgerKey", KeyOf(one))) {
    std::swap(keys[0], keys[1]);
  }
  for (const bool swapped : {false, true}) {
    const Json& first = swapped ? two : one;
    const Json& second = swapped ? one : two;
    const Tx tx = Tx("alice")
                      .Op(ExtendFootprintTtl(10'000))
                      .Soroban({})
                      .Changes({State(first), Updated(first), State(second), Updated(second),
                                State(AccountEntry("alice")), Updated(AccountEntry("alice"))});
    const JsonList rows = EffectsOf(tx);
    ASSERT_EQ(rows.size(), 1u);
    ExpectEffect(rows[0], kExtendFootprintTtl, AccountStrkey("alice"),
                 {{"entries", keys}, {"extend_to", 10'000}});
  }
}

TEST(FootprintEffects, OfARestorationCountNewAndRestoredTtls) {
  const Json one = TtlEntry(KeyOf(Instance("c1")), 2000);
  const auto entries = [&](const Json& change, std::uint32_t protocol) {
    const JsonList rows =
        EffectsOf(Tx("alice").Op(RestoreFootprint()).Soroban({}).Changes({change}), protocol);
    EXPECT_EQ(TypesOf(rows), Types{kRestoreFootprint});
    return rows.empty() ? Json() : rows[0]["details"];
  };
  const Json keys = {{"entries", {TtlKeyText(one)}}};
  EXPECT_EQ(entries(Created(one), 22), keys);
  EXPECT_EQ(entries(Restored(one), 23), keys);
  EXPECT_EQ(entries(Restored(Instance("c1")), 23), (Json{{"entries", Json::array()}}));
}

// CAP-73: no event tells of them.
TEST(SorobanEffects, OfTrustlinesAndAccountsThatACallMadeFollowTheEvents) {
  const Json line = TrustLineEntry("bob", CreditAsset("USD", "issuer"), {{"limit", 70}});
  const Json account = AccountEntry("erin", {{"balance", 50}});
  const JsonList effects = EffectsOf(
      Tx("alice")
          .Op(InvokeContract("token", "trust", {}))
          .Soroban({})
          .Succeeds({InvokeSuccess(NamedHash("r"))})
          .Changes({State(AccountEntry("alice")), Updated(AccountEntry("alice")), Created(account),
                    Created(line)})
          .Events({AssetContractEvent(UsdName(), {ScSymbol("mint"), Who("bob")}, ScI128(9))}),
      26);
  ASSERT_EQ(TypesOf(effects), (Types{kAccountCredited, kTrustlineCreated, kAccountCreated,
                                     kSignerCreated}));
  ExpectEffect(effects[1], kTrustlineCreated, AccountStrkey("bob"),
               WithAsset("USD", "issuer", {{"limit", "0.0000070"}}));
  ExpectEffect(effects[2], kAccountCreated, AccountStrkey("erin"),
               {{"starting_balance", "0.0000050"}});
  ExpectEffect(effects[3], kSignerCreated, AccountStrkey("erin"),
               {{"public_key", AccountStrkey("erin")}, {"weight", 1}});
}

}  // namespace
}  // namespace lake::testing
