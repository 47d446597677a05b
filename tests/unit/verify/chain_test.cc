#include "verify/chain.h"

#include <gmock/gmock.h>

#include "unit/verify/verified_lake.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class VerifiedChain : public VerifiedLake {
 protected:
  std::vector<std::string> Faults() {
    Open();
    const LakeTable* ledgers = ChainTable(contents_);
    EXPECT_NE(ledgers, nullptr);
    EXPECT_THAT(CheckChain(reading(), *ledgers, contents_.batches), IsOk());
    return report_.faults;
  }
};

TEST_F(VerifiedChain, LinksTheLedgersOfEveryBatch) {
  Commit(1000, 1004, {kLedgersTable});
  Commit(1007, 1009, {kLedgersTable});
  EXPECT_THAT(Faults(), IsEmpty());
}

TEST_F(VerifiedChain, ShowsTheLedgerThatDoesNotFollow) {
  Commit(1000, 1009, {kLedgersTable});
  Execute("UPDATE ledgers_row_v2 SET previous_ledger_hash = 'other' WHERE sequence = 1003");
  EXPECT_THAT(Faults(), ElementsAre("ledger 1003 does not chain with the ledger before it"));
}

// Between two batches it is the borders' business.
TEST_F(VerifiedChain, LeavesTheFirstLedgerOfABatchToTheBorders) {
  Commit(1000, 1004, {kLedgersTable});
  Commit(1005, 1009, {kLedgersTable});
  Execute("UPDATE ledgers_row_v2 SET previous_ledger_hash = 'other' WHERE sequence = 1005");
  EXPECT_THAT(Faults(), IsEmpty());
}

TEST_F(VerifiedChain, IsNotKnownWithoutTheTableOfLedgers) {
  Commit(1000, 1001, {kTransactionsTable});
  Open();
  EXPECT_EQ(ChainTable(contents_), nullptr);
}

}  // namespace
}  // namespace lake::testing
