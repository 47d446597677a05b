#include "ingest/settle_network.h"

#include <gtest/gtest.h>

#include "support/chain_source.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/unknown_ledgers.h"

namespace lake {
namespace {

using testing::BuiltLedger;
using testing::ChainSource;
using testing::IsError;
using testing::IsOk;
using testing::LedgerChain;

const std::string& Pubnet() { return FindNetwork(ParseNetwork("pubnet")->id)->passphrase; }

// Says of its extent what a test wants, and remembers where it was positioned.
class TellingSource : public ChainSource {
 public:
  explicit TellingSource(std::vector<BuiltLedger> ledgers) : ChainSource(std::move(ledgers)) {}
  Result<SourceExtent> Extent() override {
    if (failure) return *failure;
    Result<SourceExtent> extent = ChainSource::Extent();
    extent->network_passphrase = manifest;
    return extent;
  }
  Status Seek(LedgerRange range) override {
    sought = range.first;
    return ChainSource::Seek(range);
  }
  std::optional<Error> failure;
  std::optional<std::string> manifest;
  std::uint32_t sought = 0;
};

std::vector<BuiltLedger> Payments(std::string_view passphrase, std::size_t count = 2) {
  return LedgerChain(passphrase, 1000, 22).AddPayments(count);
}

// `count` ledgers without transactions, which fit any network, then one with a payment.
std::vector<BuiltLedger> EmptyLedgers(std::size_t count) {
  LedgerChain chain(Pubnet(), 1000, 22);
  std::vector<BuiltLedger> ledgers;
  for (std::size_t i = 0; i < count; ++i) ledgers.push_back(chain.Add());
  ledgers.push_back(chain.AddPayments(1).front());
  return ledgers;
}

std::string NameOf(const Result<Network>& network) {
  return network.ok() ? network->name : network.status().error().message;
}

TEST(SettleNetwork, IsToldByTheLedgers) {
  TellingSource source(Payments(Pubnet()));
  EXPECT_EQ(NameOf(SettleNetwork(source, 1000, "")), "pubnet");
  EXPECT_EQ(NameOf(SettleNetwork(source, 1000, "mainnet")), "pubnet");
  EXPECT_EQ(NameOf(SettleNetwork(source, 1000, Pubnet())), "pubnet");
}

TEST(SettleNetwork, LooksAtSoManyLedgersUntilOneHasTransactions) {
  TellingSource told(EmptyLedgers(63));
  EXPECT_EQ(NameOf(SettleNetwork(told, 1000, "")), "pubnet");
  EXPECT_EQ(told.reads(), 64u);
  TellingSource not_told(EmptyLedgers(64));
  EXPECT_THAT(SettleNetwork(not_told, 1000, ""),
              IsError(Code::kInvalidArgument, "the network of chain is not known"));
  EXPECT_EQ(not_told.reads(), 64u);
  EXPECT_EQ(NameOf(SettleNetwork(not_told, 1000, "testnet")), "testnet");
}

TEST(SettleNetwork, LedgersOfAnotherNetworkAreRefused) {
  TellingSource source(Payments(Pubnet()));
  const auto settled = SettleNetwork(source, 1000, "testnet");
  EXPECT_THAT(settled, IsError(Code::kInvalidArgument, "the first ledger of chain is of pubnet"));
  EXPECT_THAT(settled, testing::HasMessage("not of testnet"));
}

TEST(SettleNetwork, TheManifestHasToAgreeWithBoth) {
  TellingSource source(Payments(Pubnet()));
  source.manifest = Pubnet();
  EXPECT_EQ(NameOf(SettleNetwork(source, 1000, "")), "pubnet");
  EXPECT_THAT(SettleNetwork(source, 1000, "testnet"),
              IsError(Code::kInvalidArgument, "the manifest of chain is of pubnet"));
  source.manifest = ParseNetwork("testnet")->passphrase;
  EXPECT_THAT(SettleNetwork(source, 1000, ""),
              IsError(Code::kInvalidArgument, "the first ledger of chain is of pubnet"));
}

TEST(SettleNetwork, OneThatIsNotPublicIsKnownByItsPassphraseOnly) {
  TellingSource source(Payments(testing::kTestPassphrase));
  EXPECT_THAT(SettleNetwork(source, 1000, ""),
              IsError(Code::kInvalidArgument, "give its passphrase with --network"));
  const std::uint64_t reads = source.reads();
  const auto given = SettleNetwork(source, 1000, std::string(testing::kTestPassphrase));
  ASSERT_THAT(given, IsOk());
  EXPECT_EQ(given->passphrase, testing::kTestPassphrase);
  source.manifest = testing::kTestPassphrase;
  EXPECT_EQ(NameOf(SettleNetwork(source, 1000, "")), given->name);
  EXPECT_EQ(source.reads(), reads);  // no ledger could tell
}

TEST(SettleNetwork, AsksForNoLedgerThatTheSourceLacks) {
  LedgerChain chain(Pubnet(), 1000, 22);
  std::vector<BuiltLedger> ledgers = chain.AddPayments(2);
  chain.Skip(8);
  for (BuiltLedger& ledger : chain.AddPayments(2)) ledgers.push_back(std::move(ledger));
  TellingSource source(std::move(ledgers));
  EXPECT_EQ(NameOf(SettleNetwork(source, 1005, "")), "pubnet");
  EXPECT_EQ(source.sought, 1010u);
  EXPECT_EQ(NameOf(SettleNetwork(source, 1001, "")), "pubnet");
  EXPECT_EQ(source.sought, 1001u);
}

TEST(SettleNetwork, ASourceThatDoesNotAnswerYetIsAskedByReadingIt) {
  TellingSource source(Payments(Pubnet()));
  source.failure = Error{Code::kUnavailable, "no route"};
  EXPECT_EQ(NameOf(SettleNetwork(source, 1000, "")), "pubnet");
  source.failure = Error{Code::kInvalidArgument, "no such bucket"};
  EXPECT_THAT(SettleNetwork(source, 1000, ""), IsError(Code::kInvalidArgument, "no such bucket"));
}

TEST(SettleNetwork, OnlyTheFirstLedgersFaultIsItsBusiness) {
  TellingSource first(EmptyLedgers(3));
  first.FailAt(1000, {Code::kUnavailable, "torn"});
  EXPECT_THAT(SettleNetwork(first, 1000, "pubnet"), IsError(Code::kUnavailable, "torn"));
  TellingSource later(EmptyLedgers(3));
  later.FailAt(1001, {Code::kUnavailable, "torn"});
  EXPECT_EQ(NameOf(SettleNetwork(later, 1000, "pubnet")), "pubnet");
}

TEST(SettleNetwork, ALedgerThatIsNotKnownTellsNothingAndADamagedOneIsAFault) {
  TellingSource unknown(testing::ChainWithUnknown(3, 0, testing::UnknownPart::kMeta));
  EXPECT_EQ(NameOf(SettleNetwork(unknown, 1000, "testnet")), "testnet");
  std::vector<BuiltLedger> ledgers = Payments(Pubnet());
  ledgers[0].xdr.resize(50);
  TellingSource damaged(std::move(ledgers));
  EXPECT_THAT(SettleNetwork(damaged, 1000, "pubnet"), IsError(Code::kDataLoss, "chain:1000"));
}

TEST(SettleNetwork, ANameThatNobodyKnowsIsRefused) {
  TellingSource source(Payments(Pubnet()));
  EXPECT_THAT(SettleNetwork(source, 1000, "pubnte"), IsError(Code::kInvalidArgument));
}

}  // namespace
}  // namespace lake
