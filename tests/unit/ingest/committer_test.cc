#include "ingest/committer.h"

#include <gtest/gtest.h>

#include "support/chain_source.h"
#include "support/extracted_batch.h"
#include "support/fake_clock.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/memory_sink.h"
#include "support/unknown_ledgers.h"
#include "tables/all.h"

namespace lake {
namespace {

using testing::BuiltLedger;
using testing::ChainSource;
using testing::ChainWithUnknown;
using testing::ExtractBatch;
using testing::FakeClock;
using testing::IsError;
using testing::IsOk;
using testing::LedgerChain;
using testing::LedgerSpec;
using testing::MemorySink;
using testing::UnknownPart;
using Sizes = std::vector<std::size_t>;

struct SeenLedgers : IngestObserver {
  void OnLedger(const LedgerRows& ledger) override { ledgers.push_back(ledger.sequence); }
  void OnQuarantine(std::uint32_t sequence) override { aside.push_back(sequence); }
  std::vector<std::uint32_t> ledgers, aside;
};

class CommitterTest : public ::testing::Test {
 protected:
  CommitterTest() {
    options_.flush = {.ledgers = 100, .table_rows = 1'000'000, .bytes = 1u << 30, .interval_ms = 0};
  }
  Committer& Begin() {
    committer_.emplace(IngestRun{nowhere_, sink_, tables_, network_, clock_}, options_, pool_,
                       seen_, totals_ = {});
    committer_->StartRun();
    return *committer_;
  }
  std::vector<ExtractedLedger> Extract(const std::vector<BuiltLedger>& built) {
    std::vector<ExtractedLedger> ledgers;
    for (auto& rows : ExtractBatch(tables_, built, network_.id).ledgers) {
      ledgers.push_back({std::move(rows), {}, {}, {}});
    }
    return ledgers;
  }
  std::vector<ExtractedLedger> Payments(std::size_t count) {
    return Extract(chain_.AddPayments(count));
  }
  Status AddAll(std::vector<ExtractedLedger> ledgers) {
    for (ExtractedLedger& ledger : ledgers) TRY(committer_->Add(std::move(ledger)));
    return {};
  }
  static ExtractedLedger Unknown(const BuiltLedger& ledger) {
    return {nullptr,
            {},
            {Code::kDataLoss, "offset 8: unknown arm 7"},
            {ledger.sequence, ledger.xdr, nullptr, "chain"}};
  }

  IngestTotals totals_;
  TableSet tables_ = SelectTables({}).value();
  Network network_ = NetworkOfPassphrase(testing::kTestPassphrase);
  LedgerChain chain_{testing::kTestPassphrase, 1000, 22};
  ChainSource nowhere_{{}};
  MemorySink sink_;
  FakeClock clock_;
  SeenLedgers seen_;
  IngestOptions options_;
  RowsPool pool_{tables_};
  std::optional<Committer> committer_;
};

TEST_F(CommitterTest, CommitsWhenTheBatchIsFullAndTheRestWhenToldTo) {
  options_.flush.ledgers = 3;
  Committer& committer = Begin();
  EXPECT_THAT(AddAll(Payments(7)), IsOk());
  EXPECT_EQ(sink_.batch_sizes(), (Sizes{3, 3}));
  EXPECT_FALSE(committer.empty());
  EXPECT_THAT(committer.Flush(), IsOk());
  EXPECT_THAT(committer.Flush(), IsOk());  // of nothing is nothing
  EXPECT_EQ(sink_.batch_sizes(), (Sizes{3, 3, 1}));
  EXPECT_TRUE(committer.empty());
  const IngestTotals& totals = committer.totals();
  EXPECT_EQ(totals.ledgers, 7u);
  EXPECT_EQ(totals.commits, 3u);
  EXPECT_EQ(totals.transactions, 7u);
  EXPECT_EQ(totals.first, 1000u);
  EXPECT_EQ(totals.last, 1006u);
  EXPECT_EQ(totals.quality_failures, 0u);
  EXPECT_EQ(seen_.ledgers.size(), 7u);
}

TEST_F(CommitterTest, ABatchIsFullByItsBytesOrRowsToo) {
  options_.flush.bytes = 1;
  Begin();
  EXPECT_THAT(AddAll(Payments(2)), IsOk());
  EXPECT_EQ(sink_.batch_sizes(), (Sizes{1, 1}));
  options_.flush.bytes = 1u << 30;
  options_.flush.table_rows = 2;
  Begin();
  EXPECT_THAT(AddAll(Payments(1)), IsOk());
  EXPECT_EQ(sink_.batch_sizes(), (Sizes{1, 1, 1}));  // of one table: its effects
}

TEST_F(CommitterTest, ALedgerThatDoesNotChainEndsTheRunBehindWhatIsBeforeIt) {
  Begin();
  EXPECT_THAT(AddAll(Payments(3)), IsOk());
  LedgerChain other(testing::kTestPassphrase, 1003, 22);
  EXPECT_THAT(AddAll(Extract({other.Add()})), IsError(Code::kDataLoss, "ledger 1003: "));
  EXPECT_EQ(sink_.batch_sizes(), (Sizes{3}));
  EXPECT_EQ(sink_.covered().back().last, 1002u);
  EXPECT_EQ(seen_.ledgers.size(), 3u);
}

TEST_F(CommitterTest, WithoutProofsAWrongLinkPassesButNoHole) {
  options_.extraction.verify = VerifyLevel::kOff;
  Begin();
  EXPECT_THAT(AddAll(Payments(2)), IsOk());
  LedgerChain other(testing::kTestPassphrase, 1002, 22);
  EXPECT_THAT(AddAll(Extract({other.Add()})), IsOk());
  other.Skip(1);
  EXPECT_THAT(AddAll(Extract({other.Add()})), IsError(Code::kDataLoss, "ledger 1004: "));
  EXPECT_EQ(sink_.batch_sizes(), (Sizes{3}));
}

TEST_F(CommitterTest, AHoleThatIsAllowedEndsTheBatch) {
  options_.allow_gaps = true;
  Committer& committer = Begin();
  EXPECT_THAT(AddAll(Payments(2)), IsOk());
  chain_.Skip(3);
  EXPECT_THAT(AddAll(Payments(1)), IsOk());
  EXPECT_THAT(committer.Flush(), IsOk());
  EXPECT_EQ(sink_.batch_sizes(), (Sizes{2, 1}));
}

TEST_F(CommitterTest, ANewRunHasNothingBeforeIt) {
  Committer& committer = Begin();
  EXPECT_THAT(AddAll(Payments(1)), IsOk());
  EXPECT_THAT(committer.Flush(), IsOk());
  committer.StartRun();
  EXPECT_THAT(AddAll(Extract({LedgerChain(testing::kTestPassphrase, 5000, 22).Add()})), IsOk());
  EXPECT_THAT(committer.Flush(), IsOk());
  EXPECT_EQ(sink_.covered().back().first, 5000u);
}

TEST_F(CommitterTest, ABatchIsOfOneEra) {
  Committer& committer = Begin();
  EXPECT_THAT(AddAll(Payments(2)), IsOk());
  EXPECT_THAT(AddAll(Extract({chain_.Add(LedgerSpec().Protocol(23))})), IsOk());
  EXPECT_EQ(sink_.batch_sizes(), (Sizes{2}));
  EXPECT_THAT(AddAll(Payments(1)), IsOk());
  EXPECT_THAT(committer.Flush(), IsOk());
  EXPECT_EQ(sink_.batch_sizes(), (Sizes{2, 2}));
}

// Only the sink knows what became of a commit that failed: the run plans anew from what it says.
TEST_F(CommitterTest, AFailedCommitKeepsItsLedgersUntilTheyAreDropped) {
  Committer& committer = Begin();
  EXPECT_THAT(AddAll(Payments(2)), IsOk());
  sink_.FailCommits({Code::kUnavailable, "catalog away"});
  EXPECT_THAT(committer.Flush(), IsError(Code::kUnavailable));
  EXPECT_FALSE(committer.empty());
  EXPECT_EQ(committer.totals().ledgers, 0u);
  committer.Drop();
  EXPECT_TRUE(committer.empty());
  EXPECT_EQ(committer.DueInMs(), std::nullopt);
  EXPECT_GT(pool_.kept_bytes(), 0u);  // they are used again
  EXPECT_THAT(committer.Flush(), IsOk());
  EXPECT_TRUE(sink_.covered().empty());
}

TEST_F(CommitterTest, IsDueWhenTheIntervalSinceItsFirstLedgerIsOver) {
  options_.flush.interval_ms = 500;
  Committer& committer = Begin();
  EXPECT_EQ(committer.DueInMs(), std::nullopt);
  EXPECT_THAT(AddAll(Payments(1)), IsOk());
  clock_.Advance(200'000);
  EXPECT_THAT(AddAll(Payments(1)), IsOk());
  EXPECT_EQ(committer.DueInMs(), 300);
  clock_.Advance(400'000);
  EXPECT_EQ(committer.DueInMs(), 0);
  EXPECT_THAT(committer.Flush(), IsOk());
  EXPECT_EQ(committer.DueInMs(), std::nullopt);
}

TEST_F(CommitterTest, WhatWorkersFoundIsJudgedOnceForTheBatch) {
  Committer& committer = Begin();
  std::vector<ExtractedLedger> ledgers = Payments(3);
  ledgers[0].faults.resize(tables_.size());
  ledgers[0].faults[0].foreign_rows = 2;
  ledgers[2].faults.resize(tables_.size());
  ledgers[2].faults[0].foreign_rows = 3;
  EXPECT_THAT(AddAll(std::move(ledgers)), IsOk());
  EXPECT_THAT(committer.Flush(), IsOk());
  EXPECT_EQ(committer.totals().quality_failures, 1u);
  const auto failed = std::ranges::find(sink_.quality(), false, &QualityResult::passed);
  ASSERT_NE(failed, sink_.quality().end());
  EXPECT_NE(failed->details.find('5'), std::string::npos) << failed->details;
  EXPECT_THAT(AddAll(Payments(1)), IsOk());
  EXPECT_THAT(committer.Flush(), IsOk());
  EXPECT_EQ(committer.totals().quality_failures, 1u);  // they were the batch's, not the run's
}

TEST_F(CommitterTest, ALedgerThatIsNotKnownIsRefusedUnlessItIsToBeKeptAside) {
  const std::vector<BuiltLedger> ledgers = ChainWithUnknown(3, 1, UnknownPart::kMeta);
  Committer& stops = Begin();
  EXPECT_THAT(AddAll(Extract({ledgers[0]})), IsOk());
  EXPECT_THAT(stops.Flush(), IsOk());
  ExtractedLedger unknown = Unknown(ledgers[1]);
  EXPECT_THAT(stops.Refuse(unknown), IsError(Code::kDataLoss, "unknown arm 7"));
  EXPECT_TRUE(sink_.quarantine().empty());

  options_.on_unknown = OnUnknown::kKeepAside;
  Committer& keeps = Begin();
  EXPECT_THAT(AddAll(Extract({ledgers[0]})), IsOk());
  EXPECT_THAT(keeps.Flush(), IsOk());
  unknown = Unknown(ledgers[1]);
  EXPECT_THAT(keeps.Refuse(unknown), IsOk());
  EXPECT_EQ(sink_.quarantine().at(1001), "offset 8: unknown arm 7");
  EXPECT_THAT(AddAll(Extract({ledgers[2]})), IsOk());  // it chains with the one kept aside
  unknown = Unknown(ledgers[1]);
  keeps.StartRun();
  EXPECT_THAT(keeps.Refuse(unknown), IsOk());  // again, after a fault that passed
  EXPECT_EQ(keeps.totals().quarantined, 1u);
  EXPECT_EQ(seen_.aside, (std::vector<std::uint32_t>{1001}));
}

TEST_F(CommitterTest, NothingIsKeptAsideThatIsDamagedOrDoesNotChain) {
  options_.on_unknown = OnUnknown::kKeepAside;
  Committer& committer = Begin();
  std::vector<BuiltLedger> ledgers = ChainWithUnknown(3, 1, UnknownPart::kMeta);
  EXPECT_THAT(AddAll(Payments(1)), IsOk());  // of another chain
  EXPECT_THAT(committer.Flush(), IsOk());
  ExtractedLedger foreign = Unknown(ledgers[2]);
  EXPECT_THAT(committer.Refuse(foreign), IsError(Code::kDataLoss));
  ledgers[1].xdr[100] ^= 1;
  ExtractedLedger damaged = Unknown(ledgers[1]);
  EXPECT_THAT(committer.Refuse(damaged), IsError(Code::kDataLoss, "unknown arm 7"));
  EXPECT_TRUE(sink_.quarantine().empty());
}

TEST_F(CommitterTest, AQuarantineThatFailsIsTheFault) {
  options_.on_unknown = OnUnknown::kKeepAside;
  Committer& committer = Begin();
  sink_.FailCommits({Code::kUnavailable, "catalog away"});
  const std::vector<BuiltLedger> ledgers = ChainWithUnknown(2, 1, UnknownPart::kMeta);
  ExtractedLedger unknown = Unknown(ledgers[1]);
  EXPECT_THAT(committer.Refuse(unknown), IsError(Code::kUnavailable));
  EXPECT_EQ(committer.totals().quarantined, 0u);
}

}  // namespace
}  // namespace lake
