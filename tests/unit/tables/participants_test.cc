// participants_v1: who takes part as what, in transactions and operations of every kind.
#include <gtest/gtest.h>

#include <map>

#include "base/hex.h"
#include "stellar/asset_contract.h"
#include "support/effect_rows.h"
#include "support/op_results.h"
#include "support/table_rows.h"
#include "tables/all.h"
#include "tables/extract.h"
#include "tables/party_list.h"

namespace lake::testing {
namespace {

constexpr std::string_view kTable = "participants_v1";
using namespace role;

Json Usd() { return CreditAsset("USD", "issuer"); }

// The roles of a name, of its account or contract, in the operation of that order.
class Parties {
 public:
  explicit Parties(const Tx& tx, std::uint32_t protocol = 22) {
    LedgerChain chain(kTestPassphrase, 20'001, protocol);
    for (const Json& row : RowsOf(kTable, chain, tx)) {
      const auto [at, added] = roles_.emplace(
          std::pair(row["operation_order"].get<int>(), row["key"].get<std::int64_t>()),
          row["roles"].get<Roles>());
      EXPECT_TRUE(added) << "two rows of one address";
      EXPECT_EQ(row["application_order"], 1);
    }
  }
  Roles Of(const char* name, int operation = 1) const {
    return OfKey(AddressKey(NameHash(name).data()), operation);
  }
  Roles OfKey(std::int64_t key, int operation = 1) const {
    const auto found = roles_.find({operation, key});
    return found == roles_.end() ? 0 : found->second;
  }
  std::size_t size() const { return roles_.size(); }

 private:
  std::map<std::pair<int, std::int64_t>, Roles> roles_;
};

constexpr Roles kSourceOfOp = kOperationSource | kParticipant;
constexpr Roles kNamedOf = kNamed | kParticipant;

TEST(Participants, OfATransactionAreSourceAndPayer) {
  const Parties parties(Tx("alice").Op(Inflation()).FeeBump("dave", 400));
  EXPECT_EQ(parties.Of("alice", 0), kSource | kParticipant);
  EXPECT_EQ(parties.Of("dave", 0), kFeePayer | kParticipant | kPaid);
  const Parties own(Tx("alice").Op(Inflation()).FeeCharged(0));
  EXPECT_EQ(own.Of("alice", 0), kSource | kFeePayer | kParticipant);
}

TEST(Participants, OfATransactionAreOwnersOfAccountsThatTheFeeChanged) {
  const Json carol = AccountEntry("carol");
  const JsonList changes = {State(carol), Updated(carol)};
  EXPECT_EQ(Parties(Tx("alice").Op(Inflation()).FeeChanges(changes)).Of("carol", 0), kParticipant);
  const Tx in_operation = Tx("alice").Op(Inflation()).Changes(changes);
  EXPECT_EQ(Parties(in_operation).Of("carol", 0), 0);
  EXPECT_EQ(Parties(Tx(in_operation).MetaVersion(0), 9).Of("carol", 0), kParticipant);
}

TEST(Participants, OfAPaymentAreItsEnds) {
  const Parties parties(Tx("alice").Op(From("carol", Payment("bob", NativeAsset(), 5))));
  EXPECT_EQ(parties.Of("carol"), kSourceOfOp | kAffected | kPaid | kPayment);
  EXPECT_EQ(parties.Of("bob"), kNamedOf | kAffected | kReceived | kPayment);
  EXPECT_EQ(parties.Of("alice"), 0);
}

// An issuer makes and burns what it issues; it neither gives nor gets.
TEST(Participants, ThatIssueTheAssetNeitherPayNorReceive) {
  const Parties minted(Tx("issuer").Op(Payment("bob", Usd(), 5)));
  EXPECT_EQ(minted.Of("issuer") & (kPaid | kReceived), 0);
  EXPECT_EQ(minted.Of("bob") & (kPaid | kReceived), kReceived);
  const Parties burnt(Tx("bob").Op(Payment("issuer", Usd(), 5)));
  EXPECT_EQ(burnt.Of("issuer") & (kPaid | kReceived), 0);
  EXPECT_EQ(burnt.Of("bob") & (kPaid | kReceived), kPaid);
}

TEST(Participants, OfFailuresAreThoseThatTheOperationNames) {
  const Parties parties(Tx("alice")
                            .Op(Payment("bob", NativeAsset(), 5))
                            .Fails({Failure("PAYMENT", "PAYMENT_NO_DESTINATION")}));
  EXPECT_EQ(parties.Of("alice"), kSourceOfOp | kPayment | kFailed);
  EXPECT_EQ(parties.Of("bob"), kNamedOf | kPayment | kFailed);
  EXPECT_EQ(parties.Of("alice", 0), kSource | kFeePayer | kParticipant | kPaid | kFailed);
}

TEST(Participants, OfTradesAreBothSidesAndThePool) {
  const Json pool = PoolId(NativeAsset(), Usd());
  const Parties parties(
      Tx("alice")
          .Op(PathPaymentStrictSend(NativeAsset(), 29, "bob", Usd(), 1))
          .Changes(
              {State(PoolEntry(NativeAsset(), Usd())), Updated(PoolEntry(NativeAsset(), Usd()))})
          .Succeeds({PathPaymentSuccess("PATH_PAYMENT_STRICT_SEND",
                                        {OrderBookAtom("maker", 5, Usd(), 7, NativeAsset(), 20),
                                         PoolAtom(pool, Usd(), 3, NativeAsset(), 9)},
                                        "bob", Usd(), 10)}));
  EXPECT_EQ(parties.Of("alice"), kSourceOfOp | kAffected | kPaid | kReceived | kTrader | kPayment);
  // The owner of a resting offer takes no part in Horizon's list of operations.
  EXPECT_EQ(parties.Of("maker"), kAffected | kPaid | kReceived | kTrader | kPayment);
  EXPECT_EQ(parties.Of("bob"), kNamedOf | kAffected | kReceived | kPayment);
  EXPECT_EQ(parties.OfKey(AddressKey(pool.get_binary().data())),
            kPaid | kReceived | kTrader | kPayment);
}

TEST(Participants, OfAMergeThatMovedNothingDidNotPay) {
  const auto merged = [](std::int64_t balance) {
    return Parties(Tx("alice").Op(AccountMerge("bob")).Succeeds({AccountMergeSuccess(balance)}));
  };
  EXPECT_EQ(merged(5).Of("bob") & kReceived, kReceived);
  EXPECT_EQ(merged(0).Of("bob") & kReceived, 0);
  EXPECT_EQ(merged(0).Of("bob") & kNamedOf, kNamedOf);
}

JsonList Becomes(const char* account, std::int64_t before, std::int64_t after) {
  return {State(AccountEntry(account, {{"balance", before}})),
          Updated(AccountEntry(account, {{"balance", after}}))};
}

// Before protocol 8 (CAP-67).
TEST(Participants, WhoseOperationMadeOrLostLumensByMistakeReceivedOrPaidThem) {
  const auto roles = [](const JsonList& changes, std::uint32_t protocol) {
    const Tx tx = Tx("alice").Op(From("carol", ManageData("a", "b"))).Changes(changes);
    return Parties(tx, protocol).Of("carol") & (kPaid | kReceived);
  };
  EXPECT_EQ(roles(Becomes("carol", 100, 100), 7), 0);
  EXPECT_EQ(roles(Becomes("carol", 100, 101), 7), kReceived);
  EXPECT_EQ(roles(Becomes("dave", 100, 99), 7), kPaid);
  EXPECT_EQ(roles(Becomes("dave", 100, 99), 8), 0);
  EXPECT_EQ(roles({Created(AccountEntry("dave", {{"balance", 5}}))}, 7), kReceived);
  const Json gone = AccountEntry("dave", {{"balance", 5}});
  EXPECT_EQ(roles({State(gone), Removed(gone)}, 7), kPaid);
  EXPECT_EQ(roles({Updated(gone)}, 7), 0) << "nobody knows what it was before";
}

TEST(Participants, WhoseOperationMovedLumensDidNotMakeThem) {
  JsonList moved = Becomes("alice", 100, 95);
  for (const Json& change : Becomes("bob", 10, 15)) moved.push_back(change);
  const Parties paid(Tx("alice").Op(Payment("bob", NativeAsset(), 5)).Changes(moved), 7);
  EXPECT_EQ(paid.Of("alice") & (kPaid | kReceived), kPaid);
  const Json payout{{"destination", Account("bob")}, {"amount", 5}};
  const auto inflated = [&](std::int64_t after) {
    return Parties(Tx("alice")
                       .Op(Inflation())
                       .Changes(Becomes("bob", 10, after))
                       .Succeeds({InflationSuccess({payout})}),
                   7);
  };
  EXPECT_EQ(inflated(15).Of("alice") & (kPaid | kReceived), 0);
  EXPECT_EQ(inflated(15).Of("bob") & (kPaid | kReceived), kReceived);
  EXPECT_EQ(inflated(16).Of("alice") & (kPaid | kReceived), kReceived);
}

TEST(Participants, OfAClaimableBalanceAreClaimantsAndTheBalance) {
  const Json entry =
      ClaimableBalanceEntry(BalanceId("b"), Usd(), 5, {Claimant("bob"), Claimant("carol")});
  const std::int64_t balance = AddressKey(NameHash("b").data());
  const Tx create =
      Tx("alice").Op(CreateClaimableBalance(Usd(), 5, {Claimant("bob"), Claimant("carol")}));
  const Parties made(Tx(create)
                         .Changes({Created(entry)})
                         .Succeeds({CreateClaimableBalanceSuccess(BalanceId("b"))}));
  EXPECT_EQ(made.Of("bob"), kParticipant | kAffected | kClaimant);
  EXPECT_EQ(made.OfKey(balance), kReceived);
  EXPECT_EQ(made.Of("alice") & kPaid, kPaid);
  const Parties failed(
      Tx(create).Fails({Failure("CREATE_CLAIMABLE_BALANCE", "CREATE_CLAIMABLE_BALANCE_NO_TRUST")}));
  EXPECT_EQ(failed.Of("bob"), kParticipant | kFailed);
  const Parties claimed(
      Tx("bob").Op(ClaimClaimableBalance(BalanceId("b"))).Changes({State(entry), Removed(entry)}));
  EXPECT_EQ(claimed.OfKey(balance), kPaid);
  EXPECT_EQ(claimed.Of("bob") & kReceived, kReceived);
}

TEST(Participants, OfSponsorshipsAreSponsorsAndSponsored) {
  const Json data = SponsoredBy(Account("sponsor"), DataEntry("bob", "n", "v"));
  const Parties parties(
      Tx("sponsor")
          .Op(BeginSponsoringFutureReserves("bob"))
          .Op(From("bob", ManageData("n", "v")))
          .Changes({Created(data)})
          .Op(From("bob", EndSponsoringFutureReserves()))
          .Op(RevokeSponsorship(KeyOf(OfferEntry("carol", 7, NativeAsset(), Usd()))))
          .Op(RevokeSignerSponsorship("erin", HashXSigner("x"))));
  EXPECT_EQ(parties.Of("bob", 1), kNamedOf);
  EXPECT_EQ(parties.Of("sponsor", 2), kParticipant | kAffected);
  EXPECT_EQ(parties.Of("sponsor", 3), kParticipant);
  EXPECT_EQ(parties.Of("carol", 4), kNamedOf);
  EXPECT_EQ(parties.Of("erin", 5), kNamedOf);
}

TEST(Participants, OfTrustAreTrustorsAndThoseWhoseUnitsAreTaken) {
  EXPECT_EQ(
      Parties(
          Tx("alice").Op(ChangeTrust(Usd(), 5)).Changes({Created(TrustLineEntry("alice", Usd()))}))
          .Of("alice"),
      kSourceOfOp | kNamed | kAffected);
  EXPECT_EQ(Parties(Tx("issuer").Op(AllowTrust("bob", "USD", 1))).Of("bob"), kNamedOf);
  EXPECT_EQ(Parties(Tx("issuer").Op(SetTrustLineFlags("bob", Usd(), 0, 1))).Of("bob"), kNamedOf);
  EXPECT_EQ(Parties(Tx("issuer").Op(Clawback(Usd(), "bob", 5))).Of("bob"),
            kNamedOf | kAffected | kPaid);
}

Json TransferEvent(const char* contract, const char* from, const char* to) {
  return ContractEvent(
      contract,
      {ScSymbol("transfer"), ScAddress(AccountAddress(from)), ScAddress(ContractAddress(to))},
      ScI128(5));
}

TEST(Participants, OfACallAreTheContractsAndWhoseEntriesItChanged) {
  const Json line = TrustLineEntry("erin", Usd());
  const Json call = DiagnosticOnly(
      "token", {ScSymbol("fn_call"), ScBytes(AsText(NameHash("inner"))), ScSymbol("f")}, ScVoid());
  const Parties parties(Tx("alice")
                            .Op(InvokeContract("token", "call", {}))
                            .Soroban({})
                            .Changes({State(line), Updated(line)})
                            .Events({TransferEvent("token", "bob", "vault")})
                            .DiagnosticEvents({call}));
  EXPECT_EQ(parties.Of("token"), kNamed | kCalled | kEmitted);
  EXPECT_EQ(parties.Of("inner"), kCalled);
  EXPECT_EQ(parties.Of("erin"), kParticipant);
  EXPECT_EQ(parties.Of("bob"), kPaid);  // the word of any contract, so Horizon does not list it
  EXPECT_EQ(parties.Of("vault"), kReceived);
}

TEST(Participants, OfAssetContractsEventsAreItsAccountsAndItIsAPayment) {
  const Hash256 network = Sha256(AsBytes(kTestPassphrase));
  Json event =
      ContractEvent("any",
                    {ScSymbol("transfer"), ScAddress(AccountAddress("bob")),
                     ScAddress(ContractAddress("vault")), ScString(AssetName("USD", "issuer"))},
                    ScI128(5));
  event["contractID"] = HashJson(*AssetContractId(network, AssetName("USD", "issuer")));
  const Parties parties(
      Tx("alice").Op(InvokeContract("token", "call", {})).Soroban({}).Events({event}));
  EXPECT_EQ(parties.Of("bob"), kParticipant | kAffected | kPaid | kPayment);
  EXPECT_EQ(parties.Of("vault"), kAffected | kReceived | kPayment);
  EXPECT_EQ(parties.Of("alice"), kSourceOfOp | kAffected | kPayment);
}

TEST(Participants, OfFootprintOperationsAreTheirContracts) {
  const Json data = ContractDataEntry(ContractAddress("token"), ScSymbol("k"), ScU32(5));
  const Parties parties(
      Tx("alice").Op(ExtendFootprintTtl(5)).Soroban({.read_only = {lake::testing::KeyOf(data)}}));
  EXPECT_EQ(parties.Of("token"), kNamed);
}

TEST(Participants, DoNotDependOnTheEffectsTableBeingWritten) {
  LedgerChain chain(kTestPassphrase, 20'001, 22);
  const BuiltLedger ledger =
      chain.Add(LedgerSpec().Add(Tx("alice").Op(Payment("bob", NativeAsset(), 5))));
  for (const bool with_effects : {false, true}) {
    TableSet tables{FindTable(kTable)};
    if (with_effects) tables.insert(tables.begin(), FindTable("effects_row_v1"));
    LedgerExtractor extractor(tables, chain.network_id(), VerifyLevel::kStrict);
    LedgerRows rows(tables);
    ASSERT_TRUE(extractor.Extract(ledger.xdr, nullptr, Timestamp{0}, rows).ok());
    EXPECT_EQ(rows.tables.back().size(), 3u);
    EXPECT_EQ(rows.tables.front().size(), with_effects ? 2u : 3u);
  }
}

}  // namespace
}  // namespace lake::testing
