#include "verify/second_extraction.h"

#include <gmock/gmock.h>

#include "unit/verify/verified_lake.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class VerifiedBySource : public VerifiedLake {
 protected:
  void SetUp() override {
    options_.workers = 2;
    Commit(1000, 1004, {kLedgersTable});
    Commit(1005, 1009, {kLedgersTable, kTransactionsTable});
    Commit(1002, 1003, {kTransactionsTable});
  }
  Status Compare(LedgerSource& source, const LedgerRange& range, std::stop_token stop = {}) {
    Open();
    const LakeReading from = reading();
    const SecondSource second{source, network_, options_};
    const VerifyNotes note = [](const std::string&) {};
    return SecondExtraction(from, second, SystemClock(), note, stop).Compare(contents_, range);
  }

  ExtractionOptions options_;
};

TEST_F(VerifiedBySource, ComparesEveryLedgerOnceForTheTablesThatHoldIt) {
  ChainSource source(ledgers_);
  EXPECT_THAT(Compare(source, {1000, std::nullopt}), IsOk());
  EXPECT_THAT(report_.faults, IsEmpty());
  EXPECT_EQ(report_.ledgers_compared, 10u);
  EXPECT_EQ(source.reads(), 10u);
}

TEST_F(VerifiedBySource, NamesTableAndLedgerThatDiffer) {
  Execute("UPDATE transactions_row_v2 SET fee_charged = 1 WHERE ledger_sequence IN (1003, 1007)");
  ChainSource source(ledgers_);
  EXPECT_THAT(Compare(source, {1000, std::nullopt}), IsOk());
  EXPECT_THAT(report_.faults,
              ElementsAre(HasSubstr("transactions_row_v2, ledger 1003: the lake has 1 rows"),
                          HasSubstr("transactions_row_v2, ledger 1007: the lake has 1 rows")));
}

TEST_F(VerifiedBySource, LooksAtItsRangeOnly) {
  Execute("UPDATE ledgers_row_v2 SET base_fee = 7 WHERE sequence = 1001");
  ChainSource source(ledgers_);
  EXPECT_THAT(Compare(source, {1002, 1006}), IsOk());
  EXPECT_THAT(report_.faults, IsEmpty());
  EXPECT_EQ(report_.ledgers_compared, 5u);
}

TEST_F(VerifiedBySource, DoesNotPassForLedgersThatTheSourceLacks) {
  ledgers_.pop_back();
  ChainSource source(ledgers_);
  const Status status = Compare(source, {1000, std::nullopt});
  EXPECT_THAT(status, IsError(Code::kNotFound));
  EXPECT_THAT(status, HasMessage("ends before ledger 1009, which the lake has"));
}

TEST_F(VerifiedBySource, DoesNotPassWhenItIsStopped) {
  std::stop_source stop;
  stop.request_stop();
  ChainSource source(ledgers_);
  EXPECT_THAT(Compare(source, {1000, std::nullopt}, stop.get_token()), IsError(Code::kCancelled));
}

}  // namespace
}  // namespace lake::testing
