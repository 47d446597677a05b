// Ledgers that were put together again from what the lake keeps of them give the rows of the
// originals, in every table that the plan lets them fill.
#include "reindex/rebuilt_ledger.h"

#include <gmock/gmock.h>

#include <set>

#include "reindex/lake_origin.h"
#include "stellar/network.h"
#include "support/coverage_ledgers.h"
#include "support/matchers.h"
#include "support/sample_ledgers.h"
#include "tables/all.h"
#include "tables/extract.h"
#include "unit/reindex/kept_ledger.h"

namespace lake::testing {
namespace {

using ::testing::HasSubstr;

// Tables by what they need of a ledger, asked as the plan does.
bool CanBeMade(const LakeOrigin& origin, const LedgerView& ledger) {
  if (const auto reach = ReachOfUpgrades(ledger.header()); reach > origin.upgrades) return false;
  return !origin.refunds || ledger.protocol() < kFirstProtocolWithRefundsBehind;
}

RowDigest DigestOf(const Table& table, Bytes xdr, const Hash256& network, VerifyLevel level) {
  const TableSet tables{&table};
  LedgerRows rows(tables);
  LedgerExtractor extractor(tables, network, level);
  EXPECT_THAT(extractor.Extract(xdr, nullptr, {}, rows), IsOk());
  return rows.digests[0];
}

class RebuiltLedgers : public ::testing::Test {
 protected:
  void Check(const std::vector<std::uint8_t>& original, const Hash256& network) {
    LedgerView view;
    ASSERT_THAT(view.Decode(original, network), IsOk());
    SCOPED_TRACE(view.sequence());
    const StoredLedger kept = Keep(view);
    const auto rebuilt = RebuildLedger(kept);
    ASSERT_THAT(rebuilt, IsOk());
    for (const Table* table : AllTables()) {
      const LakeOrigin* origin = OriginInLake(table->spec->name);
      if (origin == nullptr || !CanBeMade(*origin, view)) continue;
      const RowDigest wanted = DigestOf(*table, original, network, VerifyLevel::kStrict);
      EXPECT_EQ(DigestOf(*table, *rebuilt, network, VerifyLevel::kHeader), wanted)
          << table->spec->name;
      rows_ += wanted.rows;
      if (wanted.rows > 0) filled_.emplace(table->spec->name);
    }
  }

  std::uint64_t rows_ = 0;
  std::set<std::string> filled_;
};

TEST_F(RebuiltLedgers, GiveTheRowsOfRealAndOfUnusualOnes) {
  for (const std::uint32_t sequence : kSampleLedgers) {
    Check(SampleLedger(sequence), NetworkOfPassphrase(kPublicPassphrase).id);
  }
  EXPECT_GT(rows_, 10'000u);
  for (const CoverageLedger& ledger : MakeCoverageLedgers()) {
    Check(ledger.ledger.xdr, ledger.network_id);
  }
  EXPECT_EQ(filled_.size(), 9u);  // none for want of rows
}

class KeptLedger : public ::testing::Test {
 protected:
  StoredLedger KeepNext(const LedgerSpec& spec) {
    built_ = chain_.Add(spec);
    EXPECT_THAT(view_.Decode(built_.xdr, chain_.network_id()), IsOk());
    return Keep(view_);
  }
  static LedgerSpec TwoPayments() {
    return LedgerSpec()
        .Add(Tx("alice").Op(Payment("bob", NativeAsset(), 1)))
        .Add(Tx("bob").Op(Payment("alice", NativeAsset(), 2)));
  }

  LedgerChain chain_{kTestPassphrase, 1000, 22};
  BuiltLedger built_;
  LedgerView view_;
};

TEST_F(KeptLedger, IsProvedByTheHashOfItsResults) {
  StoredLedger kept = KeepNext(TwoPayments());
  EXPECT_THAT(ProveOrder(kept), IsOk());
  std::swap(kept.transactions[0], kept.transactions[1]);
  const Status swapped = ProveOrder(kept);
  EXPECT_THAT(swapped, IsError(Code::kDataLoss));
  EXPECT_THAT(swapped.error().message,
              HasSubstr("ledger 1000: its transactions do not stand in the order"));
  EXPECT_THAT(RebuildLedger(kept), IsError(Code::kDataLoss));
  kept.transactions.pop_back();
  EXPECT_THAT(ProveOrder(kept), IsError(Code::kDataLoss));
}

TEST_F(KeptLedger, IsRefusedWithAnotherHeader) {
  const StoredLedger other = KeepNext(TwoPayments());
  StoredLedger kept = KeepNext(TwoPayments());
  kept.header = other.header;
  EXPECT_THAT(ProveOrder(kept), IsError(Code::kDataLoss));
  kept.header.resize(10);
  EXPECT_THAT(ProveOrder(kept), IsError(Code::kDataLoss));
}

TEST_F(KeptLedger, MayHaveNoTransactions) {
  const auto rebuilt = RebuildLedger(KeepNext(LedgerSpec()));
  ASSERT_THAT(rebuilt, IsOk());
  LedgerView view;
  EXPECT_THAT(view.Decode(*rebuilt, chain_.network_id()), IsOk());
  EXPECT_EQ(view.sequence(), 1000u);
}

TEST_F(KeptLedger, KeepsUnderWhichProtocolItsTransactionsRan) {
  chain_ = LedgerChain(kTestPassphrase, 1000, 12);
  const auto rebuilt =
      RebuildLedger(KeepNext(TwoPayments().Protocol(13).Upgrade({{"newLedgerVersion", 13}})));
  ASSERT_THAT(rebuilt, IsOk());
  LedgerView view;
  ASSERT_THAT(view.Decode(*rebuilt, chain_.network_id()), IsOk());
  EXPECT_EQ(view.applied_protocol(), 12u);
  EXPECT_EQ(view.applied_protocol(), view_.applied_protocol());
}

TEST_F(KeptLedger, GivesHashesAlsoWithoutMetas) {
  StoredLedger kept = KeepNext(TwoPayments());
  for (StoredTransaction& tx : kept.transactions) {
    tx.meta.clear();
    tx.fee_changes.clear();
  }
  const auto rebuilt = RebuildLedger(kept);
  ASSERT_THAT(rebuilt, IsOk());
  EXPECT_EQ(DigestOf(kTransactionIndex, *rebuilt, chain_.network_id(), VerifyLevel::kHeader),
            DigestOf(kTransactionIndex, built_.xdr, chain_.network_id(), VerifyLevel::kStrict));
}

}  // namespace
}  // namespace lake::testing
