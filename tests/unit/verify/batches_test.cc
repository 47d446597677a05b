#include "verify/batches.h"

#include <gmock/gmock.h>

#include "unit/verify/verified_lake.h"

namespace lake::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class VerifiedBatches : public VerifiedLake {
 protected:
  // Tables that came at different times, batches over each other.
  void SetUp() override {
    Commit(1000, 1004, {kLedgersTable});
    Commit(1005, 1009, {kLedgersTable, kTransactionsTable});
    Commit(1000, 1002, {kTransactionsTable});
  }
  std::vector<std::string> Faults() {
    Open();
    EXPECT_THAT(CheckBatches(reading(), contents_, contents_.batches), IsOk());
    return report_.faults;
  }
};

TEST_F(VerifiedBatches, AgreeWithTheirLineage) {
  EXPECT_THAT(Faults(), IsEmpty());
  EXPECT_EQ(report_.rows, 10u + 8);
}

TEST_F(VerifiedBatches, ShowTheBatchThatLacksARow) {
  Execute("DELETE FROM transactions_row_v2 WHERE ledger_sequence = 1001");
  EXPECT_THAT(Faults(),
              ElementsAre(AllOf(StartsWith("transactions_row_v2, ledgers 1000..1002: 2 rows, the "
                                           "lineage says 3 (in /"),
                                EndsWith(".parquet)"))));
  EXPECT_THAT(report_.damaged_rows, ElementsAre(DamagedRows{"transactions_row_v2", {1000, 1002}}));
}

TEST_F(VerifiedBatches, ShowAChangedValue) {
  Execute("UPDATE ledgers_row_v2 SET base_fee = 7 WHERE sequence = 1006");
  EXPECT_THAT(Faults(), ElementsAre(HasSubstr("ledgers_row_v2, ledgers 1005..1009: rows hash to")));
}

// Whom its row went to is for strays.h.
TEST_F(VerifiedBatches, ShowTheBatchWhoseRowIsOfAnotherLedger) {
  Execute("UPDATE transactions_row_v2 SET ledger_sequence = 1003 WHERE ledger_sequence = 1005");
  EXPECT_THAT(Faults(),
              ElementsAre(HasSubstr(
                  "transactions_row_v2, ledgers 1005..1009: 4 rows, the lineage says 5")));
}

TEST_F(VerifiedBatches, ShowABatchWithoutLineage) {
  Execute("DELETE FROM _meta_lineage WHERE source_ledger_end = 1002");
  EXPECT_THAT(Faults(),
              ElementsAre("transactions_row_v2, ledgers 1000..1002: the batch has no lineage"));
}

}  // namespace
}  // namespace lake::testing
