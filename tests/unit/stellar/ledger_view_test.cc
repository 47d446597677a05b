#include "stellar/ledger_view.h"

#include <gtest/gtest.h>

#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/op_results.h"

namespace lake::testing {
namespace {

Status DecodeWithCloseTime(std::int64_t unix_seconds) {
  LedgerChain chain(kTestPassphrase, 1000, 23);
  const BuiltLedger ledger = chain.Add(LedgerSpec().CloseTime(unix_seconds));
  LedgerView view;
  return view.Decode(ledger.xdr, chain.network_id());
}

TEST(LedgerView, RefusesACloseTimeThatIsNoDate) {
  EXPECT_TRUE(DecodeWithCloseTime(253'402'300'799).ok());  // the last second of the year 9999
  const Status status = DecodeWithCloseTime(253'402'300'800);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::kDataLoss);
  EXPECT_EQ(status.error().message, "ledgerHeader: close time 253402300800 is no date");
}

TEST(LedgerView, KnowsTheProtocolThatTransactionsRanUnder) {
  const auto applied = [](std::uint32_t protocol, const LedgerSpec& spec) {
    LedgerChain chain(kTestPassphrase, 1000, protocol);
    const BuiltLedger ledger = chain.Add(spec);
    LedgerView view;
    EXPECT_THAT(view.Decode(ledger.xdr, chain.network_id()), IsOk());
    EXPECT_EQ(view.protocol(), protocol);
    return view.applied_protocol();
  };
  const auto upgrade = [](std::uint32_t to) {
    return LedgerSpec().Upgrade({{"newBaseFee", 200}}).Upgrade({{"newLedgerVersion", to}});
  };
  EXPECT_EQ(applied(21, LedgerSpec()), 21u);
  EXPECT_EQ(applied(21, LedgerSpec().Upgrade({{"newBaseFee", 200}})), 21u);
  EXPECT_EQ(applied(21, upgrade(21)), 20u);
  EXPECT_EQ(applied(1, upgrade(1)), 0u);
  EXPECT_EQ(applied(25, upgrade(25)), 24u);
  // A new network leaps: what the meta is like says where from at the latest.
  EXPECT_EQ(applied(22, upgrade(22).MetaVersion(0)), 19u);
  EXPECT_EQ(applied(25, upgrade(25).MetaVersion(1)), 22u);
}

// Two transactions that differ.
LedgerSpec TwoPayments() {
  return LedgerSpec()
      .Add(Tx("alice").Op(Payment("bob", NativeAsset(), 5)))
      .Add(Tx("bob").Op(Payment("alice", NativeAsset(), 5)).Op(Inflation()));
}

class Joining : public ::testing::Test {
 protected:
  void Build(const LedgerSpec& spec, std::uint32_t protocol = 22) {
    chain_.emplace(kTestPassphrase, 1000, protocol);
    ledger_ = chain_->Add(spec);
    ASSERT_THAT(Decode(), IsOk());
  }
  Status Decode() { return view_.Decode(ledger_.xdr, chain_->network_id()); }
  std::uint8_t* Mutable(const std::uint8_t* p) {
    return ledger_.xdr.data() + (p - ledger_.xdr.data());
  }

  std::optional<LedgerChain> chain_;
  BuiltLedger ledger_;
  LedgerView view_;
};

TEST_F(Joining, FindsThatTheNetworkIsAnother) {
  Build(TwoPayments());
  EXPECT_THAT(view_.Decode(ledger_.xdr, NameHash("another network")),
              IsError(Code::kDataLoss, "tx 1: no envelope of the transaction set hashes to"));
}

TEST_F(Joining, FindsEnvelopesByHashWhateverTheOrder) {
  Build(TwoPayments());
  ASSERT_EQ(view_.transactions().size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    const TransactionRef& tx = view_.transactions()[i];
    EXPECT_EQ(tx.hash, ledger_.transaction_hashes[i]);
    EXPECT_EQ(tx.apply_index, i + 1);
    EXPECT_EQ(tx.operations.size(), i + 1);
  }
}

TEST_F(Joining, FindsThatResultsAreSwapped) {
  Build(TwoPayments());
  std::uint8_t* one = Mutable(view_.transactions()[0].result_pair.at());
  std::uint8_t* two = Mutable(view_.transactions()[1].result_pair.at());
  std::swap_ranges(one, one + 32, two);
  EXPECT_THAT(Decode(), IsError(Code::kDataLoss, "tx 1: 1 operation results for 2 operations"));
}

TEST_F(Joining, FindsAResultThatIsThereTwice) {
  Build(TwoPayments());
  const std::uint8_t* one = view_.transactions()[0].result_pair.at();
  std::copy_n(one, 32, Mutable(view_.transactions()[1].result_pair.at()));
  EXPECT_THAT(Decode(), IsError(Code::kDataLoss, "tx 2: no envelope"));
}

TEST_F(Joining, FindsAnEnvelopeThatIsMissing) {
  Build(TwoPayments());
  std::uint8_t* count = Mutable(view_.transactions()[0].result_pair.at()) - 4;
  ASSERT_EQ(LoadU32(count), 2u);
  StoreU32(count, 3);
  EXPECT_THAT(Decode(), IsError(Code::kDataLoss, "3 results for 2 transactions of the set"));
}

TEST_F(Joining, FindsAnEnvelopeThatChanged) {
  Build(TwoPayments());
  *Mutable(view_.transactions()[0].envelope_xdr.data() + 20) ^= 1;  // the source account
  EXPECT_THAT(Decode(), IsError(Code::kDataLoss, "no envelope"));
}

TEST_F(Joining, HashesTheOldestEnvelopeAsTheOneThatReplacedIt) {  // CAP-15
  const Tx payment = Tx("alice").Op(Payment("bob", NativeAsset(), 5)).TimeBounds(1, 2).SeqNum(9);
  Build(LedgerSpec().Add(Tx(payment).V0()), 12);
  const Hash256 old = view_.transactions()[0].hash;
  EXPECT_EQ(view_.transactions()[0].envelope.type(), xdr::EnvelopeType::ENVELOPE_TYPE_TX_V0);
  Build(LedgerSpec().Add(payment), 12);
  EXPECT_EQ(view_.transactions()[0].hash, old);
}

TEST_F(Joining, LooksIntoFeeBumps) {
  const Tx payment = Tx("alice").Op(Payment("bob", NativeAsset(), 5)).SeqNum(9);
  Build(LedgerSpec().Add(payment));
  const Hash256 inner = view_.transactions()[0].hash;
  EXPECT_FALSE(view_.transactions()[0].fee_bump);
  Build(LedgerSpec().Add(Tx(payment).FeeBump("carol", 400)));
  const TransactionRef& tx = view_.transactions()[0];
  EXPECT_NE(tx.hash, inner);
  EXPECT_TRUE(tx.fee_bump);
  EXPECT_TRUE(tx.successful);
  ASSERT_EQ(tx.operations.size(), 1u);
  EXPECT_TRUE(view_.operations()[0].result.has_value());
  const auto pair = tx.result_pair.result().result().innerResultPair();
  EXPECT_TRUE(std::equal(inner.begin(), inner.end(), pair.transactionHash().data()));
}

TEST_F(Joining, KnowsFeeBumpsThatFail) {
  const Tx payment = Tx("alice").Op(Payment("bob", NativeAsset(), 5));
  Build(LedgerSpec().Add(
      Tx(payment).FeeBump("carol", 400).Fails({Failure("PAYMENT", "PAYMENT_UNDERFUNDED")})));
  EXPECT_FALSE(view_.transactions()[0].successful);
  EXPECT_TRUE(view_.operations()[0].result.has_value());
  Build(LedgerSpec().Add(Tx(payment).FeeBump("carol", 400).FeeBumpFails("txINSUFFICIENT_BALANCE")));
  EXPECT_TRUE(view_.transactions()[0].fee_bump);
  EXPECT_FALSE(view_.transactions()[0].successful);
  EXPECT_FALSE(view_.operations()[0].result.has_value());
  Build(LedgerSpec().Add(Tx(payment).FailsEarly("txBAD_SEQ")));
  EXPECT_FALSE(view_.operations()[0].result.has_value());
}

TEST_F(Joining, ForgetsTheLedgerBefore) {
  Build(LedgerSpec().Evict({KeyOf(ContractCodeEntry("wasm"))}).SorobanFeeWrite1Kb(5), 23);
  EXPECT_EQ(view_.evicted_keys()->size(), 1u);
  LedgerChain old(kTestPassphrase, 1000, 12);
  const BuiltLedger empty = old.Add();
  ASSERT_THAT(view_.Decode(empty.xdr, old.network_id()), IsOk());
  EXPECT_FALSE(view_.evicted_keys().has_value());
  EXPECT_FALSE(view_.soroban_fee_write_1kb().has_value());
  EXPECT_FALSE(view_.live_soroban_state_bytes().has_value());
  EXPECT_TRUE(view_.transactions().empty());
  EXPECT_EQ(view_.version(), 0);
}

}  // namespace
}  // namespace lake::testing
