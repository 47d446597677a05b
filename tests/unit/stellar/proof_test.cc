// Every hash of a ledger, tampered with.
#include "stellar/proof.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"

namespace lake::testing {
namespace {

// All three versions of LedgerCloseMeta.
class Proof : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  void Build(const LedgerSpec& spec = LedgerSpec()) {
    LedgerSpec with_transactions = spec;
    for (const char* name : {"alice", "bob", "carol"}) {
      with_transactions.Add(Tx(name).Op(Payment("bob", NativeAsset(), 5)));
    }
    ledger_ = chain_.Add(with_transactions);
    Decode();
  }
  void Decode() { ASSERT_THAT(view_.Decode(ledger_.xdr, chain_.network_id()), IsOk()); }
  // Flips a bit of a byte of the ledger, which must still decode.
  void Tamper(const std::uint8_t* at) {
    ledger_.xdr[static_cast<std::size_t>(at - ledger_.xdr.data())] ^= 1;
    Decode();
  }
  Status Prove(VerifyLevel level = VerifyLevel::kStrict) { return ProveLedger(view_, level); }

  LedgerChain chain_{kTestPassphrase, 1000, GetParam()};
  BuiltLedger ledger_;
  LedgerView view_;
};

TEST_P(Proof, HoldsForARightLedger) {
  Build();
  EXPECT_THAT(Prove(), IsOk());
}

TEST_P(Proof, FindsAnotherHeaderHash) {
  Build();
  Tamper(view_.header_entry().hash().data());
  EXPECT_THAT(Prove(), IsError(Code::kDataLoss, "ledger header hash does not match"));
  EXPECT_THAT(Prove(VerifyLevel::kHeader), IsError(Code::kDataLoss));
  EXPECT_THAT(Prove(VerifyLevel::kOff), IsOk());
}

TEST_P(Proof, FindsAnotherHeader) {
  Build();
  Tamper(view_.header().bucketListHash().data());
  EXPECT_THAT(Prove(), HasMessage("ledger header hash"));
}

TEST_P(Proof, FindsASignatureThatChanged) {  // it is not part of the transaction's hash
  Build();
  const Bytes envelope = view_.transactions()[1].envelope_xdr;
  Tamper(envelope.data() + envelope.size() - 1);
  EXPECT_THAT(Prove(), IsError(Code::kDataLoss, "transaction set hash does not match"));
  EXPECT_THAT(Prove(VerifyLevel::kHeader), IsOk());
}

TEST_P(Proof, FindsAnotherTransactionSetHash) {
  Build(LedgerSpec().Header({{"scpValue", {{"txSetHash", NamedHash("wrong")}}}}));
  EXPECT_THAT(Prove(), HasMessage("transaction set hash"));
  EXPECT_THAT(Prove(), HasMessage("the header says " + Hex(NameHash("wrong"))));
}

TEST_P(Proof, FindsAnotherResult) {
  Build();
  Tamper(view_.transactions()[2].result_xdr.data());  // feeCharged
  EXPECT_THAT(Prove(), IsError(Code::kDataLoss, "result hash does not match"));
}

TEST_P(Proof, FindsAnotherResultHash) {
  Build(LedgerSpec().Header({{"txSetResultHash", NamedHash("wrong")}}));
  EXPECT_THAT(Prove(), HasMessage("result hash"));
  EXPECT_THAT(Prove(VerifyLevel::kHeader), IsOk());
}

TEST_P(Proof, HoldsForALedgerWithoutTransactions) {
  ledger_ = chain_.Add();
  Decode();
  EXPECT_THAT(Prove(), IsOk());
}

INSTANTIATE_TEST_SUITE_P(EveryMeta, Proof, ::testing::Values(2, 19, 22, 23));

TEST(ProofOfLink, HoldsFromLedgerToLedger) {
  LedgerChain chain(kTestPassphrase, 1000, 23);
  const BuiltLedger first = chain.Add(), second = chain.Add();
  LedgerView view;
  ASSERT_THAT(view.Decode(second.xdr, chain.network_id()), IsOk());
  const Hash256 previous = HashOf(view.header().previousLedgerHash());
  EXPECT_THAT(ProveLink(1001, previous, 1000, first.hash), IsOk());
  EXPECT_THAT(ProveLink(1001, previous, 1000, second.hash),
              IsError(Code::kDataLoss, "does not chain"));
  EXPECT_THAT(ProveLink(1004, previous, 1000, first.hash),
              IsError(Code::kDataLoss, "3 ledgers are missing"));
  EXPECT_THAT(ProveLink(1000, previous, 1000, first.hash), IsError(Code::kDataLoss));
  EXPECT_THAT(ProveLink(1001, previous, UINT32_MAX, first.hash), IsError(Code::kDataLoss));
}

}  // namespace
}  // namespace lake::testing
