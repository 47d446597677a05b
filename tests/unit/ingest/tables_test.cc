// Runs into a sink that holds ledgers of some tables only: each table gets what it lacks.
#include <gtest/gtest.h>

#include "ingest/pipeline.h"
#include "support/chain_source.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/memory_sink.h"
#include "tables/all.h"
#include "tables/selection.h"

namespace lake::testing {
namespace {

using Names = std::vector<std::string>;

const Names kLedgersOnly{"ledgers_row_v2"};
const Names kTwo{"ledgers_row_v2", "trades_row_v1"};
const Names kThree{"ledgers_row_v2", "trades_row_v1", "transactions_row_v2"};

std::vector<BuiltLedger> Payments(std::size_t count) {
  return LedgerChain(kTestPassphrase, 1000, 22).AddPayments(count);
}

struct PlanObserver : IngestObserver {
  void OnPlan(std::uint64_t ledgers, bool) override { planned = ledgers; }
  std::uint64_t planned = 0;
};

class FillTables : public ::testing::Test {
 protected:
  Status Run(LedgerSource& source, const Names& names, LedgerRange range, bool allow_gaps = false) {
    IngestOptions options;
    options.range = range;
    options.extraction.workers = 2;
    options.flush.ledgers = 4;
    options.retry.backoff.initial_ms = 1;
    options.allow_gaps = allow_gaps;
    const TableSet tables = SelectTables(names).value();
    Pipeline pipeline({source, sink_, tables, network_, SystemClock()}, options, observer_);
    const Status status = pipeline.Run({});
    totals_ = pipeline.totals();
    return status;
  }
  // What one run over all of it would have written.
  std::map<std::string, RowDigest> WholeDigests(LedgerSource& source, const Names& names,
                                                LedgerRange range) {
    MemorySink sink;
    IngestOptions options;
    options.range = range;
    IngestObserver observer;
    const TableSet tables = SelectTables(names).value();
    Pipeline pipeline({source, sink, tables, network_, SystemClock()}, options, observer);
    EXPECT_THAT(pipeline.Run({}), IsOk());
    return sink.digests();
  }

  Network network_ = NetworkOfPassphrase(kTestPassphrase);
  MemorySink sink_;
  PlanObserver observer_;
  IngestTotals totals_;
};

TEST_F(FillTables, EachGetsWhatItLacksAndEachLedgerIsReadOnce) {
  ChainSource source(Payments(10));
  ASSERT_THAT(Run(source, kLedgersOnly, {1000, 1004}), IsOk());
  ASSERT_THAT(Run(source, kTwo, {1005, 1009}), IsOk());
  const std::uint64_t reads = source.reads();
  ASSERT_THAT(Run(source, kThree, {1000, 1009}), IsOk());
  EXPECT_EQ(source.reads() - reads, 10u);
  EXPECT_EQ(observer_.planned, 10u);
  EXPECT_EQ(totals_.ledgers, 10u);
  EXPECT_EQ(sink_.coverage().HeldByAll(kThree), (LedgerSet{{1000, 1009}}));
  EXPECT_EQ(sink_.digests(), WholeDigests(source, kThree, {1000, 1009}));
  ASSERT_THAT(Run(source, kThree, {1000, 1009}), IsOk());
  EXPECT_EQ(totals_.commits, 0u);
}

TEST_F(FillTables, OverlapsOfOtherTablesAreNoHindrance) {
  ChainSource source(Payments(12));
  ASSERT_THAT(Run(source, {"trades_row_v1"}, {1002, 1006}), IsOk());
  ASSERT_THAT(Run(source, kLedgersOnly, {1004, 1010}), IsOk());
  ASSERT_THAT(Run(source, {"transactions_row_v2"}, {1000, 1004}), IsOk());
  ASSERT_THAT(Run(source, kThree, {1000, 1011}), IsOk());
  EXPECT_EQ(sink_.coverage().HeldByAll(kThree), (LedgerSet{{1000, 1011}}));
  EXPECT_EQ(sink_.digests(), WholeDigests(source, kThree, {1000, 1011}));
}

TEST_F(FillTables, AFollowFillsWhatIsBehindItFirst) {
  ChainSource source(Payments(10));
  ASSERT_THAT(Run(source, kLedgersOnly, {1000, 1004}), IsOk());
  ASSERT_THAT(Run(source, kTwo, {1000, std::nullopt}), IsOk());
  EXPECT_EQ(sink_.coverage().HeldByAll(kTwo), (LedgerSet{{1000, 1009}}));
  EXPECT_EQ(sink_.digests(), WholeDigests(source, kTwo, {1000, 1009}));
}

TEST_F(FillTables, WithGapsAllowedOnlyWhatTheSourceHolds) {
  ChainSource whole(Payments(10));
  ASSERT_THAT(Run(whole, kLedgersOnly, {1000, 1004}), IsOk());
  std::vector<BuiltLedger> some = Payments(10);
  some.erase(some.begin() + 2, some.begin() + 7);
  ChainSource source(std::move(some));
  ASSERT_THAT(Run(source, kTwo, {1000, 1009}, true), IsOk());
  EXPECT_EQ(observer_.planned, 5u);
  EXPECT_EQ(sink_.coverage().Held("trades_row_v1"), (LedgerSet{{1000, 1001}, {1007, 1009}}));
  EXPECT_EQ(sink_.coverage().Held("ledgers_row_v2"), (LedgerSet{{1000, 1004}, {1007, 1009}}));
}

TEST_F(FillTables, AFaultThatPassesLeavesNoTableBehind) {
  ChainSource source(Payments(10));
  ASSERT_THAT(Run(source, kLedgersOnly, {1003, 1006}), IsOk());
  source.FailAt(1005, {Code::kUnavailable, "the source is away"}, 2);
  ASSERT_THAT(Run(source, kTwo, {1000, 1009}), IsOk());
  EXPECT_EQ(sink_.digests(), WholeDigests(source, kTwo, {1000, 1009}));
}

// The sink would see it too, but only with a whole batch.
TEST_F(FillTables, RefusesTheFirstLedgerThatDoesNotFollowTheSinks) {
  ChainSource source(Payments(5));
  ASSERT_THAT(Run(source, kTwo, {1000, 1004}), IsOk());
  ChainSource other(LedgerChain(kTestPassphrase, 1005, 22).AddPayments(5));
  const Status status = Run(other, kTwo, {1000, 1009});
  EXPECT_THAT(status, IsError(Code::kDataLoss));
  EXPECT_THAT(status, HasMessage("ledger 1005"));
  EXPECT_EQ(totals_.commits, 0u);
}

}  // namespace
}  // namespace lake::testing
