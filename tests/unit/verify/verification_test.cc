#include "verify/verification.h"

#include <gmock/gmock.h>

#include "unit/verify/verified_lake.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class VerifiedWhole : public VerifiedLake {
 protected:
  void SetUp() override {
    Commit(1000, 1004, {kLedgersTable});
    Commit(1005, 1009, {kLedgersTable, kTransactionsTable});
    Commit(1002, 1003, {kTransactionsTable});
  }
  // What is found in the scope, with or without the source.
  VerifyReport Verify(VerifyScope scope, LedgerSource* source = nullptr) {
    Open();
    Verification verification(
        *lake_, std::move(scope), SystemClock(), [](const std::string&) {}, stop_.get_token());
    status_ = verification.CheckLake();
    const ExtractionOptions options{.workers = 1};
    if (source != nullptr && status_.ok()) {
      status_ = verification.CompareWith({*source, network_, options});
    }
    return verification.report();
  }

  Status status_;
  std::stop_source stop_;
};

TEST_F(VerifiedWhole, CountsLedgersOnceAndBatchesAll) {
  ChainSource source(ledgers_);
  const VerifyReport report = Verify({{}, {}, {1, std::nullopt}}, &source);
  EXPECT_THAT(status_, IsOk());
  EXPECT_THAT(report.faults, IsEmpty());
  EXPECT_EQ(report.batches, 3u);
  EXPECT_EQ(report.ledgers, 10u);
  EXPECT_EQ(report.tables, 2u);
  EXPECT_EQ(report.rows, 10u + 7);
  EXPECT_EQ(report.ledgers_compared, 10u);
  EXPECT_EQ(report.covered, (LedgerSet{{1000, 1009}}));
}

TEST_F(VerifiedWhole, CoversOfARangeWhatTheTablesOfItsScopeHold) {
  const VerifyReport report = Verify({{}, {{kTransactionsTable}, {}}, {1003, 1006}});
  EXPECT_THAT(status_, IsOk());
  EXPECT_EQ(report.tables, 1u);
  EXPECT_EQ(report.batches, 2u);
  EXPECT_EQ(report.covered, (LedgerSet{{1003, 1003}, {1005, 1006}}));
}

TEST_F(VerifiedWhole, GoesOnBehindWhatCannotBeRead) {
  Execute("DROP TABLE _quarantine");
  Execute("UPDATE ledgers_row_v2 SET base_fee = 7 WHERE sequence = 1001");
  Execute("DELETE FROM _fence");
  const VerifyReport report = Verify({{}, {}, {1, std::nullopt}});
  EXPECT_THAT(status_, IsOk());
  EXPECT_THAT(report.faults, ElementsAre(HasSubstr("ledgers_row_v2, ledgers 1000..1004: rows hash"),
                                         HasSubstr("_fence cannot be read")));
}

// Another table's batch holds the ledger of the first, and no batch names the second.
TEST_F(VerifiedWhole, ShowsRowsThatNoBatchWrote) {
  Execute("UPDATE transactions_row_v2 SET ledger_sequence = 1001 WHERE ledger_sequence = 1005");
  Commit(1000, 1001, {"operations_row_v2"});
  Execute("DELETE FROM _batches WHERE hi = 1001");
  Execute("DELETE FROM _meta_lineage WHERE source_ledger_end = 1001");
  const VerifyReport report = Verify({{}, {}, {1, std::nullopt}});
  EXPECT_THAT(status_, IsOk());
  EXPECT_THAT(report.faults,
              ElementsAre(HasSubstr("ledgers 1005..1009: 4 rows, the lineage says 5"),
                          "transactions_row_v2, ledger 1001: 1 row that no batch wrote",
                          "operations_row_v2, ledgers 1000..1001: 2 rows that no batch wrote"));
}

TEST_F(VerifiedWhole, DoesNotPassWhenItIsStopped) {
  stop_.request_stop();
  Verify({{}, {}, {1, std::nullopt}});
  EXPECT_THAT(status_, IsError(Code::kCancelled));
}

TEST(VerifyReport, KeepsAFaultOnce) {
  VerifyReport report;
  report.AddFault("a");
  report.AddFault("b");
  report.AddFault("a");
  EXPECT_THAT(report.faults, ElementsAre("a", "b"));
  EXPECT_FALSE(report.ok());
}

TEST(VerifyReport, TellsFaultsOfTheLakeFromErrorsOfTheMoment) {
  VerifyReport report;
  EXPECT_THAT(report.AddError({}, "x"), IsOk());
  EXPECT_TRUE(report.ok());
  EXPECT_THAT(report.AddError({Code::kUnavailable, "away"}, "x"), IsError(Code::kUnavailable));
  EXPECT_THAT(report.AddError({Code::kResourceExhausted, "m"}, "x"),
              IsError(Code::kResourceExhausted));
  EXPECT_TRUE(report.ok());
  EXPECT_THAT(report.AddError({Code::kDataLoss, "torn"}, "a table"), IsOk());
  EXPECT_THAT(report.faults, ElementsAre("a table cannot be read: torn"));
}

}  // namespace
}  // namespace lake::testing
