// Ledgers that this version does not know, in the middle of a run.
#include <gtest/gtest.h>

#include "ingest/pipeline.h"
#include "support/chain_source.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/memory_sink.h"
#include "support/unknown_ledgers.h"
#include "tables/all.h"

namespace lake::testing {
namespace {

struct AsideObserver : IngestObserver {
  void OnQuarantine(std::uint32_t sequence) override { aside.push_back(sequence); }
  std::vector<std::uint32_t> aside;
};

class QuarantineRun : public ::testing::Test {
 protected:
  Status Run(std::vector<BuiltLedger> ledgers, OnUnknown on_unknown) {
    ChainSource source(std::move(ledgers));
    IngestOptions options;
    options.range = {1000, 1009};
    options.extraction.workers = 2;
    options.flush.ledgers = 4;
    options.retry.backoff.initial_ms = 1;
    options.on_unknown = on_unknown;
    Pipeline pipeline({source, sink_, tables_, network_, SystemClock()}, options, observer_);
    const Status status = pipeline.Run({});
    totals_ = pipeline.totals();
    return status;
  }

  TableSet tables_ = SelectTables({}).value();
  Network network_ = NetworkOfPassphrase(kTestPassphrase);
  MemorySink sink_;
  AsideObserver observer_;
  IngestTotals totals_;
};
class Quarantine : public QuarantineRun, public ::testing::WithParamInterface<UnknownPart> {};
INSTANTIATE_TEST_SUITE_P(Part, Quarantine, ::testing::ValuesIn(kUnknownParts),
                         [](const auto& part) { return std::string(PartName(part.param)); });

TEST_P(Quarantine, IsNotWhatHappensUnlessItIsAskedFor) {
  const Status status = Run(ChainWithUnknown(10, 6, GetParam()), OnUnknown::kStop);
  ASSERT_THAT(status, IsError(Code::kDataLoss));
  const std::string& message = status.error().message;
  EXPECT_NE(message.find("ledger 1006 in chain:1006: "), std::string::npos) << message;
  EXPECT_NE(message.find("offset "), std::string::npos) << message;
  EXPECT_EQ(sink_.covered().back().last, 1005u);
  EXPECT_TRUE(sink_.quarantine().empty());
}

TEST_P(Quarantine, TakesTheLedgerAndTheRunGoesOnBehindIt) {
  ASSERT_THAT(Run(ChainWithUnknown(10, 6, GetParam()), OnUnknown::kKeepAside), IsOk());
  ASSERT_EQ(sink_.quarantine().size(), 1u);
  EXPECT_NE(sink_.quarantine().at(1006).find("offset "), std::string::npos);
  EXPECT_EQ(sink_.batch_sizes(), (std::vector<std::size_t>{4, 2, 3}));
  EXPECT_EQ(sink_.covered().back().first, 1007u);
  EXPECT_EQ(totals_.ledgers, 9u);
  EXPECT_EQ(totals_.quarantined, 1u);
}

TEST_P(Quarantine, AddsNothingTheSecondTime) {
  const auto ledgers = ChainWithUnknown(10, 6, GetParam());
  ASSERT_THAT(Run(ledgers, OnUnknown::kKeepAside), IsOk());
  ASSERT_THAT(Run(ledgers, OnUnknown::kKeepAside), IsOk());
  EXPECT_EQ(sink_.quarantine().size(), 1u);
  EXPECT_EQ(totals_.commits, 0u);
  EXPECT_EQ(totals_.quarantined, 1u);
}

TEST_P(Quarantine, CountsALedgerOnceWhenTheSinkFailsBehindIt) {
  sink_.FailCommits({Code::kUnavailable, "catalog away"}, 3);
  ASSERT_THAT(Run(ChainWithUnknown(10, 0, GetParam()), OnUnknown::kKeepAside), IsOk());
  EXPECT_EQ(totals_.quarantined, 1u);
  EXPECT_EQ(observer_.aside, std::vector<std::uint32_t>{1000});
  EXPECT_EQ(totals_.ledgers, 9u);
}

// Behind the quarantined ledger the chain still has to hold.
TEST_P(Quarantine, DoesNotBreakTheChain) {
  std::vector<BuiltLedger> ledgers = ChainWithUnknown(7, 6, GetParam());
  LedgerChain other(kTestPassphrase, 1007, 23);
  for (BuiltLedger& ledger : other.AddPayments(3)) ledgers.push_back(std::move(ledger));
  const Status status = Run(std::move(ledgers), OnUnknown::kKeepAside);
  ASSERT_THAT(status, IsError(Code::kDataLoss));
  EXPECT_NE(status.error().message.find("ledger 1007"), std::string::npos);
  EXPECT_EQ(sink_.quarantine().size(), 1u);
}

// What was committed before it is another chain.
TEST_P(Quarantine, RefusesALedgerThatDoesNotFollow) {
  std::vector<BuiltLedger> ledgers = LedgerChain(kTestPassphrase, 1000, 22).AddPayments(6);
  const std::vector<BuiltLedger> others = ChainWithUnknown(10, 6, GetParam());
  ledgers.insert(ledgers.end(), others.begin() + 6, others.end());
  EXPECT_THAT(Run(std::move(ledgers), OnUnknown::kKeepAside), IsError(Code::kDataLoss));
  EXPECT_TRUE(sink_.quarantine().empty());
}

// A damaged ledger stops the run whatever was asked for.
TEST_F(QuarantineRun, NeverTakesADamagedLedger) {
  std::vector<BuiltLedger> ledgers = LedgerChain(kTestPassphrase, 1000, 23).AddPayments(10);
  ledgers[6].xdr[100] ^= 0x40;
  EXPECT_THAT(Run(std::move(ledgers), OnUnknown::kKeepAside), IsError(Code::kDataLoss));
  EXPECT_TRUE(sink_.quarantine().empty());
  EXPECT_EQ(sink_.covered().back().last, 1005u);
}

TEST_F(QuarantineRun, NeverTakesALedgerOfAnotherNetwork) {
  network_ = NetworkOfPassphrase("another network");
  const auto ledgers = LedgerChain(kTestPassphrase, 1000, 23).AddPayments(3);
  EXPECT_THAT(Run(ledgers, OnUnknown::kKeepAside), IsError(Code::kDataLoss));
  EXPECT_TRUE(sink_.quarantine().empty());
}

}  // namespace
}  // namespace lake::testing
