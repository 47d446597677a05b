// What is proved of a ledger with something unknown in it, and what is refused.
#include "stellar/unknown_ledger.h"

#include <gtest/gtest.h>

#include "stellar/ledger_view.h"
#include "stellar/network.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/unknown_ledgers.h"

namespace lake::testing {
namespace {

class UnknownLedger : public ::testing::TestWithParam<UnknownPart> {};
INSTANTIATE_TEST_SUITE_P(Part, UnknownLedger, ::testing::ValuesIn(kUnknownParts),
                         [](const auto& part) { return std::string(PartName(part.param)); });

TEST_P(UnknownLedger, CannotBeDecodedButItsHeaderIsProved) {
  const std::vector<BuiltLedger> chain = ChainWithUnknown(3, 1, GetParam());
  const BuiltLedger& ledger = chain[1];
  LedgerView view;
  const Status decoded = view.Decode(ledger.xdr, NetworkOfPassphrase(kTestPassphrase).id);
  ASSERT_THAT(decoded, IsError(Code::kDataLoss));
  EXPECT_NE(decoded.error().message.find("offset "), std::string::npos) << decoded.error().message;

  const auto header = ProveUnknown(ledger.xdr);
  ASSERT_THAT(header, IsOk());
  EXPECT_EQ(header->sequence, 1001u);
  EXPECT_EQ(header->hash, ledger.hash);
  EXPECT_EQ(header->previous_hash, chain[0].hash);
  EXPECT_EQ(header->protocol, GetParam() == UnknownPart::kProtocol ? kNewestProtocol + 1 : 23u);
}

TEST_P(UnknownLedger, IsNotProvedWhenAByteOfItsHeaderOrTransactionSetIsDamaged) {
  const BuiltLedger ledger = ChainWithUnknown(1, 0, GetParam())[0];
  const auto header = ProveUnknown(ledger.xdr);
  ASSERT_THAT(header, IsOk());
  // The hash, the header and the transaction set, which ends with the envelope's signature.
  for (std::size_t at = header->end - 400; at < header->end + 100; at += 7) {
    BuiltLedger damaged = ledger;
    damaged.xdr[at] ^= 0x10;
    EXPECT_THAT(ProveUnknown(damaged.xdr), IsError(Code::kDataLoss)) << at;
  }
}

TEST_P(UnknownLedger, IsNotWhatATruncatedLedgerIs) {
  BuiltLedger ledger = ChainWithUnknown(1, 0, GetParam())[0];
  ledger.xdr.resize(200);
  EXPECT_THAT(ProveUnknown(ledger.xdr), IsError(Code::kDataLoss));
}

// Bits of a type flip, and the byte looks like a newer type: where a hash covers it, it is damage.
TEST(KnownLedger, IsNotUnknownWhateverIsWrongWithIt) {
  LedgerChain chain(kTestPassphrase, 1000, 23);
  BuiltLedger ledger = chain.AddPayments(1)[0];
  EXPECT_THAT(ProveUnknown(ledger.xdr), IsError(Code::kDataLoss));
  LedgerView view;
  ASSERT_THAT(view.Decode(ledger.xdr, chain.network_id()), IsOk());
  const auto type =
      static_cast<std::size_t>(view.operations()[0].operation.body().at() - ledger.xdr.data());
  ledger.xdr[type + 3] ^= 0x40;
  EXPECT_THAT(view.Decode(ledger.xdr, chain.network_id()), IsError(Code::kDataLoss));
  EXPECT_THAT(ProveUnknown(ledger.xdr), IsError(Code::kDataLoss));
}

// The old form of the transaction set is hashed in another order.
TEST(OldLedger, WithUnknownMetaIsProved) {
  LedgerChain chain(kTestPassphrase, 1000, 13);
  BuiltLedger ledger = chain.Add(LedgerSpec()
                                     .Add(Tx("alice").Op(Payment("bob", NativeAsset(), 1)))
                                     .Add(Tx("bob").Op(Payment("alice", NativeAsset(), 2))));
  LedgerView view;
  ASSERT_THAT(view.Decode(ledger.xdr, chain.network_id()), IsOk());
  const std::uint8_t* meta = view.transactions()[1].meta_xdr.data();
  ledger.xdr[static_cast<std::size_t>(meta - ledger.xdr.data()) + 3] = 99;
  const auto header = ProveUnknown(ledger.xdr);
  ASSERT_THAT(header, IsOk());
  EXPECT_EQ(header->hash, ledger.hash);
}

}  // namespace
}  // namespace lake::testing
