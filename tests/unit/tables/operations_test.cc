// operations_row_v2 where real samples are poor: the types without a row, muxed sources, and for
// every type the exact set of columns that it fills.
#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/op_results.h"
#include "support/table_rows.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "operations_row_v2";
constexpr std::size_t kCoreColumns = 11;

Json Usd() { return CreditAsset("USD", "issuer"); }
std::string UsdText() { return "USD:" + AccountStrkey("issuer"); }

class Operations : public ::testing::Test {
 protected:
  JsonList Rows(const Tx& tx) { return RowsOf(kTable, chain_, tx); }
  Json Row(const Json& op) {
    const JsonList rows = Rows(Tx("alice").Op(op));
    return rows.size() == 1 ? rows[0] : Json();
  }
  // The columns behind the core that the operation sets, with their values.
  Json Set(const Json& op) { return SetIn(Row(op)); }
  Json SetIn(const Json& row) {
    const JsonList names = SetColumns(kTable, row);
    Json set = Json::object();
    for (std::size_t i = kCoreColumns; i < names.size(); ++i) {
      const std::string name = names[i];
      set[name] = row[name];
    }
    return set;
  }

  LedgerChain chain_{kTestPassphrase, 54321, 22};
};

TEST_F(Operations, HaveTheirCore) {
  const JsonList rows =
      Rows(Tx("alice").Op(Inflation()).Op(From(Muxed("carol", 5), BumpSequence(1))));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1]["operation_index"], 1);
  EXPECT_EQ(rows[1]["ledger_sequence"], 54321);
  EXPECT_EQ(rows[1]["ledger_range"], 50000);
  EXPECT_EQ(rows[1]["source_account"], AccountStrkey("carol"));
  EXPECT_EQ(rows[1]["type"], 11);
  EXPECT_EQ(rows[1]["type_string"], "bump_sequence");
  EXPECT_EQ(rows[1]["transaction_successful"], true);
  EXPECT_EQ(rows[1]["operation_result_code"], "OperationResultCodeOpInner");
  EXPECT_EQ(rows[1]["operation_trace_code"], "BumpSequenceResultCodeBumpSequenceSuccess");
}

TEST_F(Operations, NameTheMuxedSourceTheyHaveOrInherit) {
  const JsonList rows = Rows(Tx(Muxed("alice", 7))
                                 .Op(Inflation())
                                 .Op(From(Muxed("carol", 5), Inflation()))
                                 .Op(From("dave", Inflation())));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["source_account"], AccountStrkey("alice"));
  EXPECT_EQ(rows[0]["source_account_muxed"], MuxedStrkey("alice", 7));
  EXPECT_EQ(rows[1]["source_account_muxed"], MuxedStrkey("carol", 5));
  EXPECT_EQ(rows[2]["source_account_muxed"], nullptr);
}

TEST_F(Operations, OfAFeeBumpHaveTheInnerSource) {
  const JsonList rows = Rows(Tx(Muxed("alice", 7)).Op(Inflation()).FeeBump(Muxed("bob", 1), 400));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["source_account_muxed"], MuxedStrkey("alice", 7));
}

TEST_F(Operations, ThatSetNothingSetNothing) {
  EXPECT_EQ(Set(Inflation()), Json::object());
  EXPECT_EQ(Set(EndSponsoringFutureReserves()), Json::object());
}

TEST_F(Operations, CreateAndMergeAccounts) {
  EXPECT_EQ(Set(CreateAccount("bob", 5)),
            Json({{"destination", AccountStrkey("bob")}, {"starting_balance", 5}}));
  EXPECT_EQ(Set(AccountMerge(Muxed("bob", 5))), Json({{"destination", AccountStrkey("bob")}}));
}

TEST_F(Operations, Pay) {
  EXPECT_EQ(Set(Payment(Muxed("bob", 9), NativeAsset(), 5)),
            Json({{"destination", AccountStrkey("bob")},
                  {"amount", 5},
                  {"asset", "native"},
                  {"asset_type", "native"}}));
}

TEST_F(Operations, SetOptionsThatArePresent) {
  EXPECT_EQ(Set(SetOptions({{"homeDomain", "example.org"},
                            {"setFlags", 5},
                            {"clearFlags", 2},
                            {"masterWeight", 255},
                            {"lowThreshold", 1},
                            {"medThreshold", 2},
                            {"highThreshold", 3},
                            {"inflationDest", Account("bob")},
                            {"signer", Signer(HashXSigner("x"), 1)}})),
            Json({{"home_domain", "example.org"},
                  {"set_flags", 5},
                  {"clear_flags", 2},
                  {"master_weight", 255},
                  {"low_threshold", 1},
                  {"medium_threshold", 2},
                  {"high_threshold", 3}}));
  EXPECT_EQ(Set(SetOptions(Json::object())), Json::object());
  EXPECT_EQ(Set(SetOptions({{"homeDomain", ""}})), Json({{"home_domain", ""}}));
}

TEST_F(Operations, MakeDomainsAndNamesUtf8) {
  EXPECT_EQ(Set(SetOptions({{"homeDomain", "caf\xE9"}})),
            Json({{"home_domain", "caf\xEF\xBF\xBD"}}));
  EXPECT_EQ(Set(ManageData("n\xFF", std::nullopt)), Json({{"data_name", "n\xEF\xBF\xBD"}}));
}

TEST_F(Operations, SetAndRemoveData) {
  EXPECT_EQ(Set(ManageData("config", "value")),
            Json({{"data_name", "config"}, {"data_value", "dmFsdWU="}}));
  EXPECT_EQ(Set(ManageData("config", "")), Json({{"data_name", "config"}, {"data_value", ""}}));
  EXPECT_EQ(Set(ManageData("config", std::nullopt)), Json({{"data_name", "config"}}));
}

TEST_F(Operations, BumpSequences) {
  EXPECT_EQ(Set(BumpSequence(INT64_MAX)), Json({{"bump_to", INT64_MAX}}));
}

TEST_F(Operations, LockUpClaimAndClawBackBalances) {
  const std::string id = "00000000" + Hex(NameHash("b"));
  const JsonList claimants = {Claimant("bob"), Claimant("carol")};
  Tx create("alice");
  create.Op(CreateClaimableBalance(Usd(), 5, claimants))
      .Succeeds({CreateClaimableBalanceSuccess(BalanceId("b"))});
  EXPECT_EQ(SetIn(Rows(create).at(0)), Json({{"asset", UsdText()},
                                             {"asset_type", "credit_alphanum4"},
                                             {"asset_code", "USD"},
                                             {"asset_issuer", AccountStrkey("issuer")},
                                             {"amount", 5},
                                             {"claimants_count", 2},
                                             {"balance_id", id}}));
  EXPECT_EQ(Set(ClaimClaimableBalance(BalanceId("b"))), Json({{"balance_id", id}}));
  EXPECT_EQ(Set(ClawbackClaimableBalance(BalanceId("b"))), Json({{"balance_id", id}}));
}

TEST_F(Operations, HaveNoBalanceIdWhenAnotherOperationFailed) {
  const Tx tx = Tx("alice")
                    .Op(CreateClaimableBalance(Usd(), 5, {Claimant("bob")}))
                    .Op(Inflation())
                    .Fails({CreateClaimableBalanceSuccess(BalanceId("b")),
                            Failure("INFLATION", "INFLATION_NOT_TIME")});
  const JsonList rows = Rows(tx);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["balance_id"], nullptr);
  EXPECT_EQ(rows[0]["claimants_count"], 1);
  EXPECT_EQ(rows[0]["transaction_successful"], false);
}

TEST_F(Operations, BeginSponsoring) {
  EXPECT_EQ(Set(BeginSponsoringFutureReserves("bob")),
            Json({{"sponsored_id", AccountStrkey("bob")}}));
}

TEST_F(Operations, RevokeEveryKindOfSponsorship) {
  const std::string bob = AccountStrkey("bob");
  EXPECT_EQ(Set(RevokeSponsorship(KeyOf(AccountEntry("bob")))), Json({{"sponsored_id", bob}}));
  EXPECT_EQ(Set(RevokeSponsorship(KeyOf(TrustLineEntry("bob", Usd())))),
            Json({{"sponsored_id", bob},
                  {"asset", UsdText()},
                  {"asset_type", "credit_alphanum4"},
                  {"asset_code", "USD"},
                  {"asset_issuer", AccountStrkey("issuer")}}));
  EXPECT_EQ(Set(RevokeSponsorship(KeyOf(OfferEntry("bob", 77, NativeAsset(), Usd())))),
            Json({{"sponsored_id", bob}, {"offer_id", 77}}));
  EXPECT_EQ(Set(RevokeSponsorship(KeyOf(DataEntry("bob", "name", "value")))),
            Json({{"sponsored_id", bob}, {"data_name", "name"}}));
  EXPECT_EQ(Set(RevokeSponsorship(
                KeyOf(ClaimableBalanceEntry(BalanceId("b"), Usd(), 5, {Claimant("carol")})))),
            Json({{"balance_id", "00000000" + Hex(NameHash("b"))}}));
  EXPECT_EQ(Set(RevokeSignerSponsorship("bob", HashXSigner("x"))), Json({{"sponsored_id", bob}}));
  EXPECT_EQ(Set(RevokeSponsorship(KeyOf(ContractCodeEntry("wasm")))), Json::object());
}

TEST_F(Operations, RevokeTheSponsorshipOfAPoolShare) {
  const Json pool = PoolId(NativeAsset(), Usd());
  const Json set = Set(RevokeSponsorship(KeyOf(TrustLineEntry("bob", PoolShareAsset(pool)))));
  const std::string id = Hex(pool.get_binary());
  EXPECT_EQ(set, Json({{"sponsored_id", AccountStrkey("bob")},
                       {"asset", "liquidity_pool_shares:" + id},
                       {"asset_type", "liquidity_pool_shares"}}));
}

}  // namespace
}  // namespace lake::testing
