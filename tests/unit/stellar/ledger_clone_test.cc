#include "support/ledger_clone.h"

#include <gtest/gtest.h>

#include <set>

#include "stellar/proof.h"
#include "support/matchers.h"
#include "support/sample_ledgers.h"

namespace lake::testing {
namespace {

class ClonedLedgers : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(ClonedLedgers, ChainWithValidHashesAndTransactionsOfTheirOwn) {
  const Hash256 network_id = Sha256(AsBytes(kPublicPassphrase));
  LedgerCloner cloner(SampleLedger(GetParam()), kPublicPassphrase, GetParam() + 100);
  std::set<Hash256> transactions;
  std::size_t transaction_count = 0;
  BuiltLedger before;
  for (std::uint32_t i = 0; i < 4; ++i) {
    BuiltLedger clone = cloner.Next();
    EXPECT_EQ(clone.sequence, GetParam() + 100 + i);
    LedgerView view;
    ASSERT_THAT(view.Decode(clone.xdr, network_id), IsOk());
    EXPECT_THAT(ProveLedger(view, VerifyLevel::kStrict), IsOk());
    if (i > 0) {
      EXPECT_THAT(ProveLink(clone.sequence, HashOf(view.header().previousLedgerHash()),
                            before.sequence, before.hash),
                  IsOk());
    }
    transactions.insert(clone.transaction_hashes.begin(), clone.transaction_hashes.end());
    transaction_count += clone.transaction_hashes.size();
    before = std::move(clone);
  }
  EXPECT_EQ(transactions.size(), transaction_count);
}

TEST_P(ClonedLedgers, BeginWithTheOriginal) {
  LedgerCloner cloner(SampleLedger(GetParam()), kPublicPassphrase);
  EXPECT_EQ(cloner.Next().xdr, SampleLedger(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Samples, ClonedLedgers, ::testing::ValuesIn(kSampleLedgers));

}  // namespace
}  // namespace lake::testing
