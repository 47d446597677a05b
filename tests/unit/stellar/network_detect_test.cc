#include "stellar/network_detect.h"

#include <gtest/gtest.h>

#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/sample_ledgers.h"

namespace lake::testing {
namespace {

TEST(NetworkDetect, KnowsThePublicNetworks) {
  for (const Network& network : KnownNetworks()) {
    LedgerChain chain(network.passphrase, 5, 23);
    const auto found = DetectNetwork(chain.AddPayments(1)[0].xdr);
    ASSERT_THAT(found, IsOk());
    ASSERT_NE(*found, nullptr);
    EXPECT_EQ((*found)->name, network.name);
  }
  const auto pubnet = DetectNetwork(SampleLedger(16154623));
  ASSERT_THAT(pubnet, IsOk());
  ASSERT_NE(*pubnet, nullptr);
  EXPECT_EQ((*pubnet)->passphrase, kPublicPassphrase);
}

TEST(NetworkDetect, DoesNotGuess) {
  LedgerChain own(kTestPassphrase, 5, 23);
  const auto unknown = DetectNetwork(own.AddPayments(1)[0].xdr);
  ASSERT_THAT(unknown, IsOk());
  EXPECT_EQ(*unknown, nullptr);
  LedgerChain pubnet(kPublicPassphrase, 5, 23);
  const auto empty = DetectNetwork(pubnet.Add().xdr);  // fits any network
  ASSERT_THAT(empty, IsOk());
  EXPECT_EQ(*empty, nullptr);
}

TEST(NetworkDetect, RefusesWhatIsNoLedger) {
  EXPECT_THAT(DetectNetwork({}), IsError(Code::kDataLoss));
  LedgerChain chain(kPublicPassphrase, 5, 23);
  XdrBytes ledger = chain.AddPayments(1)[0].xdr;
  ledger.resize(ledger.size() - 4);
  EXPECT_THAT(DetectNetwork(ledger), IsError(Code::kDataLoss));
  ledger.resize(ledger.size() + 8);
  EXPECT_THAT(DetectNetwork(ledger), IsError(Code::kDataLoss));
}

}  // namespace
}  // namespace lake::testing
