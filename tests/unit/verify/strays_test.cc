#include "verify/strays.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "unit/verify/verified_lake.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class StrayRows : public VerifiedLake {
 protected:
  // Transactions of 1002..1003 and 1006..1007, ledgers around and between them.
  void SetUp() override {
    Commit(1000, 1009, {kLedgersTable});
    Commit(1002, 1003, {kTransactionsTable});
    Commit(1006, 1007, {kTransactionsTable});
  }
  void Insert(std::int64_t sequence) const {
    Execute(
        fmt::format("INSERT INTO transactions_row_v2 SELECT * REPLACE ({} AS ledger_sequence) "
                    "FROM transactions_row_v2 WHERE ledger_sequence = 1002 LIMIT 1",
                    sequence));
  }
  std::vector<std::string> Faults(const LedgerRange& range = {1, std::nullopt}) {
    Open();
    EXPECT_THAT(CheckStrays(reading(), contents_, range), IsOk());
    return report_.faults;
  }
};

TEST_F(StrayRows, AreNoneWhereBatchesHoldAllThatIsThere) { EXPECT_THAT(Faults(), IsEmpty()); }

TEST_F(StrayRows, AreFoundBeforeBehindAndBetweenTheBatchesOfATable) {
  for (const std::int64_t sequence : {7, 1001, 1004, 1005, 1008}) Insert(sequence);
  EXPECT_THAT(Faults(),
              ElementsAre("transactions_row_v2, ledgers 7..1001: 2 rows that no batch wrote",
                          "transactions_row_v2, ledgers 1004..1005: 2 rows that no batch wrote",
                          "transactions_row_v2, ledger 1008: 1 row that no batch wrote"));
  EXPECT_THAT(report_.damaged_rows, ElementsAre(DamagedRows{kTransactionsTable, {7, 1001}},
                                                DamagedRows{kTransactionsTable, {1004, 1005}},
                                                DamagedRows{kTransactionsTable, {1008, 1008}}));
}

TEST_F(StrayRows, AreFoundWhereNoLedgerCanBe) {
  Insert(-5);
  Insert(std::int64_t{1} << 40);
  EXPECT_THAT(Faults(),
              ElementsAre("transactions_row_v2, ledger -5: 1 row that no batch wrote",
                          "transactions_row_v2, ledger 1099511627776: 1 row that no batch wrote"));
}

TEST_F(StrayRows, AreLookedForInTheRangeThatIsAskedFor) {
  for (const std::int64_t sequence : {1001, 1004, 1008}) Insert(sequence);
  EXPECT_THAT(Faults({1003, 1007}), ElementsAre(HasSubstr("ledger 1004")));
}

}  // namespace
}  // namespace lake::testing
