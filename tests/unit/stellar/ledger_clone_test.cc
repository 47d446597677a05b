#include "support/ledger_clone.h"

#include <gtest/gtest.h>

#include <set>

#include "stellar/proof.h"
#include "support/lake_files.h"
#include "support/matchers.h"
#include "support/sample_ledgers.h"

namespace lake::testing {
namespace {

constexpr std::uint64_t kSeed = 7;

class ClonedLedgers : public ::testing::TestWithParam<std::uint32_t> {};

void ExpectChain(LedgerCloner& cloner, std::uint32_t first) {
  const Hash256 network_id = Sha256(AsBytes(kPublicPassphrase));
  std::set<Hash256> transactions;
  std::size_t transaction_count = 0;
  BuiltLedger before;
  for (std::uint32_t i = 0; i < 4; ++i) {
    BuiltLedger clone = cloner.Next();
    EXPECT_EQ(clone.sequence, first + i);
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

TEST_P(ClonedLedgers, ChainWithValidHashesAndTransactionsOfTheirOwn) {
  LedgerCloner cloner(SampleLedger(GetParam()), kPublicPassphrase, GetParam() + 100);
  ExpectChain(cloner, GetParam() + 100);
}

TEST_P(ClonedLedgers, ChainWithValidHashesWhenTheirValuesAreDrawn) {
  LedgerCloner cloner(SampleLedger(GetParam()), kPublicPassphrase, GetParam() + 100, kSeed);
  ExpectChain(cloner, GetParam() + 100);
}

// As many bytes as the second of two ledgers needs when the first is known.
std::size_t SizeAfter(const std::vector<std::uint8_t>& first,
                      const std::vector<std::uint8_t>& second) {
  std::string both(AsText(first));
  const std::size_t alone = Zstd(both).size();
  return Zstd(both += AsText(second)).size() - alone;
}

TEST_P(ClonedLedgers, AreUnlikeEachOtherWhenTheirValuesAreDrawn) {
  LedgerCloner alike(SampleLedger(GetParam()), kPublicPassphrase);
  LedgerCloner drawn(SampleLedger(GetParam()), kPublicPassphrase, 0, kSeed);
  LedgerCloner again(SampleLedger(GetParam()), kPublicPassphrase, 0, kSeed);
  LedgerCloner other(SampleLedger(GetParam()), kPublicPassphrase, 0, kSeed + 1);
  const BuiltLedger first = alike.Next();
  for (LedgerCloner* cloner : {&drawn, &again, &other}) EXPECT_EQ(cloner->Next().xdr, first.xdr);
  const BuiltLedger second = drawn.Next();
  EXPECT_EQ(again.Next().xdr, second.xdr);
  EXPECT_NE(other.Next().xdr, second.xdr);
  EXPECT_EQ(second.xdr.size(), first.xdr.size());
  EXPECT_GT(SizeAfter(first.xdr, second.xdr), 3 * SizeAfter(first.xdr, alike.Next().xdr));
}

TEST_P(ClonedLedgers, BeginWithTheOriginal) {
  LedgerCloner cloner(SampleLedger(GetParam()), kPublicPassphrase);
  EXPECT_EQ(cloner.Next().xdr, SampleLedger(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Samples, ClonedLedgers, ::testing::ValuesIn(kSampleLedgers));

}  // namespace
}  // namespace lake::testing
