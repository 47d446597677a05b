// The ledgers that tests are made of must be as real as the network's: these tests hold the builder
// against the program's own decoder and proofs.
#include "support/ledger_builder.h"

#include <gtest/gtest.h>

#include "stellar/ledger_view.h"
#include "stellar/proof.h"
#include "support/every_kind.h"
#include "support/matchers.h"
#include "support/op_results.h"
#include "xdr/check.h"

namespace lake::testing {
namespace {

class BuiltLedgers : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  bool has_soroban() const { return GetParam() >= 20; }
  LedgerChain chain_{kTestPassphrase, 1000, GetParam()};
  LedgerView view_;
  BuiltLedger proved_;  // holds what view_ looks at

  // Decodes and proves; the view stays until the next call.
  void Prove(BuiltLedger built) {
    proved_ = std::move(built);
    const BuiltLedger& ledger = proved_;
    ASSERT_THAT(xdr::Decode<xdr::LedgerCloseMeta>(ledger.xdr), IsOk());
    ASSERT_THAT(view_.Decode(ledger.xdr, chain_.network_id()), IsOk());
    ASSERT_THAT(ProveLedger(view_, VerifyLevel::kStrict), IsOk());
    EXPECT_EQ(view_.sequence(), ledger.sequence);
    EXPECT_EQ(HashOf(view_.header_entry().hash()), ledger.hash);
    ASSERT_EQ(view_.transactions().size(), ledger.transaction_hashes.size());
    for (std::size_t i = 0; i < ledger.transaction_hashes.size(); ++i) {
      EXPECT_EQ(view_.transactions()[i].hash, ledger.transaction_hashes[i]);
    }
  }
};

TEST_P(BuiltLedgers, ProveWithEveryOperationType) {
  LedgerSpec spec;
  std::size_t count = 0;
  for (const Json& operation : EveryOperation()) {
    const bool soroban = IsSoroban(operation);
    if (soroban && !has_soroban()) continue;
    Tx tx("alice");
    tx.Op(operation);
    if (soroban) tx.Soroban({.read_only = {KeyOf(ContractCodeEntry("wasm"))}});
    spec.Add(tx);
    ++count;
  }
  EXPECT_EQ(count, has_soroban() ? 27u : 24u);
  ASSERT_NO_FATAL_FAILURE(Prove(chain_.Add(spec)));
  for (std::size_t i = 0; i < view_.operations().size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(view_.operations()[i].operation.body().type()), i);
    EXPECT_TRUE(view_.transactions()[i].successful);
  }
}

TEST_P(BuiltLedgers, ProveWithEveryEntryAndKindOfChange) {
  Tx tx("alice");
  tx.Op(Inflation());
  JsonList changes;
  for (const Json& entry : EveryEntry()) {
    changes.insert(changes.end(), {State(entry), Updated(entry), State(entry), Removed(entry),
                                   Created(entry), Restored(entry)});
  }
  tx.Changes(changes).FeeChanges({State(EveryEntry()[0]), Updated(EveryEntry()[0])});
  ASSERT_NO_FATAL_FAILURE(Prove(chain_.Add(LedgerSpec().Add(tx))));
  ASSERT_EQ(view_.changes().size(), 2 + changes.size());
  EXPECT_EQ(view_.changes()[0].entry().lastModifiedLedgerSeq(), view_.sequence() - 1);
  EXPECT_EQ(view_.changes()[1].entry().lastModifiedLedgerSeq(), view_.sequence());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(view_.changes()[2 + i].entry_type), i / 6);
  }
}

TEST_P(BuiltLedgers, ProveWithFeeBumpsMuxedSourcesAndFailures) {
  const BuiltLedger ledger = chain_.Add(
      LedgerSpec()
          .SignedBy("validator")
          .Upgrade({{"newBaseFee", 200}})
          .Add(Tx(Muxed("alice", 9)).Op(Payment("bob", NativeAsset(), 1)).FeeBump("carol", 400))
          .Add(Tx("alice")
                   .Op(Payment("bob", UsdAsset(), 1))
                   .Fails({Failure("PAYMENT", "PAYMENT_NO_TRUST")}))
          .Add(Tx("alice").Op(From(Muxed("dave", 2), Inflation())).FailsEarly("txBAD_SEQ"))
          .Add(Tx("erin")
                   .Op(Inflation())
                   .FeeBump(Muxed("carol", 3), 400)
                   .FailsEarly("txNO_ACCOUNT")));
  ASSERT_NO_FATAL_FAILURE(Prove(ledger));
  EXPECT_TRUE(view_.transactions()[0].fee_bump);
  EXPECT_TRUE(view_.transactions()[0].successful);
  EXPECT_FALSE(view_.transactions()[1].successful);
  EXPECT_TRUE(view_.operations()[1].result.has_value());
  EXPECT_FALSE(view_.operations()[2].result.has_value());
  EXPECT_FALSE(view_.transactions()[3].successful);
  EXPECT_EQ(view_.header().scpValue().upgrades().size(), 1u);
}

TEST_P(BuiltLedgers, Chain) {
  std::vector<BuiltLedger> ledgers = chain_.AddPayments(3);
  for (std::size_t i = 0; i < ledgers.size(); ++i) {
    ASSERT_NO_FATAL_FAILURE(Prove(ledgers[i]));
    if (i == 0) continue;
    EXPECT_THAT(ProveLink(ledgers[i].sequence, HashOf(view_.header().previousLedgerHash()),
                          ledgers[i - 1].sequence, ledgers[i - 1].hash),
                IsOk());
  }
}

TEST_P(BuiltLedgers, AreTheSameEveryTime) {
  LedgerChain again(kTestPassphrase, 1000, GetParam());
  EXPECT_EQ(chain_.AddPayments(2)[1].xdr, again.AddPayments(2)[1].xdr);
}

INSTANTIATE_TEST_SUITE_P(Protocols, BuiltLedgers, ::testing::Values(1, 11, 19, 20, 22, 23, 25));

TEST(LedgerBuilder, TakesTheFormsOfTheProtocol) {
  for (const auto& [protocol, version, tx_version] :
       {std::tuple{9u, 0, 1}, std::tuple{10u, 0, 2}, std::tuple{20u, 1, 3},
        std::tuple{23u, 2, 4}}) {
    LedgerChain chain(kTestPassphrase, 5, protocol);
    const BuiltLedger ledger = chain.AddPayments(1)[0];
    LedgerView view;
    ASSERT_THAT(view.Decode(ledger.xdr, chain.network_id()), IsOk());
    EXPECT_EQ(view.version(), version);
    EXPECT_EQ(view.transactions()[0].meta_version, tx_version);
  }
}

TEST(LedgerBuilder, MakesTheOldestFormsToo) {
  LedgerChain chain(kTestPassphrase, 5, 1);
  const BuiltLedger ledger = chain.Add(
      LedgerSpec()
          .Add(Tx("alice").V0().TimeBounds(1, 2).Op(Inflation()))
          .Add(Tx("bob").MetaVersion(0).Op(Inflation()).Changes({Created(AccountEntry("bob"))})));
  LedgerView view;
  ASSERT_THAT(view.Decode(ledger.xdr, chain.network_id()), IsOk());
  EXPECT_THAT(ProveLedger(view, VerifyLevel::kStrict), IsOk());
  EXPECT_EQ(view.transactions()[0].hash, ledger.transaction_hashes[0]);
  EXPECT_EQ(view.transactions()[0].envelope.type(), xdr::EnvelopeType::ENVELOPE_TYPE_TX_V0);
  EXPECT_EQ(view.transactions()[1].meta_version, 0);
}

TEST(LedgerBuilder, PutsSorobanEventsWhereTheMetaHasThem) {
  for (const std::uint32_t protocol : {20u, 23u}) {
    LedgerChain chain(kTestPassphrase, 5, protocol);
    Tx tx("alice");
    tx.Op(InvokeContract("token", "mint", {ScNested(20, ScVoid())}))
        .Events({ContractEvent("token", {ScSymbol("mint")}, ScI128(5)), SystemEvent({}, ScVoid())})
        .DiagnosticEvents({DiagnosticOnly("token", {ScSymbol("fn_call")}, ScVoid(), false)})
        .ReturnValue(ScU32(7))
        .Fees({.non_refundable = 1, .refundable = 2, .rent = 3})
        .Soroban({.read_write = {KeyOf(AccountEntry("alice"))}, .archived_entries = {0}});
    if (protocol >= 23) {
      tx.TransactionEvents({TransactionEvent("AFTER_TX", SystemEvent({}, ScVoid()))});
      tx.PostFeeChanges({State(AccountEntry("alice")), Updated(AccountEntry("alice"))});
    }
    const BuiltLedger ledger = chain.Add(
        LedgerSpec()
            .Add(tx)
            .SorobanFeeWrite1Kb(11)
            .LiveSorobanStateBytes(12)
            .DiscountedFee(100, 200)
            .Evict({KeyOf(ContractCodeEntry("old")), {{"ttl", {{"keyHash", NamedHash("k")}}}}}));
    LedgerView view;
    ASSERT_THAT(view.Decode(ledger.xdr, chain.network_id()), IsOk());
    EXPECT_THAT(ProveLedger(view, VerifyLevel::kStrict), IsOk());
    EXPECT_EQ(view.events().size(), protocol >= 23 ? 4u : 3u);
    EXPECT_EQ(view.soroban_fee_write_1kb(), 11);
    EXPECT_EQ(view.live_soroban_state_bytes(), 12u);
    ASSERT_TRUE(view.evicted_keys().has_value());
    EXPECT_EQ(view.evicted_keys()->size(), 2u);
  }
}

TEST(LedgerBuilder, CanMakeAWrongHash) {
  LedgerChain chain(kTestPassphrase, 5, 23);
  const BuiltLedger ledger =
      chain.Add(LedgerSpec().Header({{"txSetResultHash", NamedHash("wrong")}}));
  LedgerView view;
  ASSERT_THAT(view.Decode(ledger.xdr, chain.network_id()), IsOk());
  EXPECT_THAT(ProveLedger(view, VerifyLevel::kStrict), HasMessage("result hash"));
}

}  // namespace
}  // namespace lake::testing
