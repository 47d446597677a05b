// The five ledger checks of spec 000, each with rows that break it.
#include <gmock/gmock.h>

#include "quality_fixture.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kLedgers = "ledgers_row_v2";

class LedgerChecks : public QualityTest {};

TEST_F(LedgerChecks, CountEveryBadHash) {
  const std::string upper(64, 'A'), not_hex = std::string(63, '0') + "g";
  MakeGoodBatch();
  Set(kLedgers, "ledger_hash", 0, 0, upper);
  Set(kLedgers, "previous_ledger_hash", 0, 0, "abc");
  Set(kLedgers, "ledger_hash", 1, 0, not_hex);
  Set(kLedgers, "previous_ledger_hash", 2, 0, "");  // the first ledger of a network has none
  const QualityResult result = Run("ledger_hash_format");
  EXPECT_FALSE(result.passed);
  EXPECT_EQ(result.details, "3 of 3 rows: not 64 lower-case hex digits");
  EXPECT_EQ(result.null_anomalies, 0);
  EXPECT_FALSE(result.warn_only);
}

TEST_F(LedgerChecks, CountEveryMissingField) {
  MakeGoodBatch();
  Set(kLedgers, "ledger_hash", 0, 0, "");
  Set(kLedgers, "closed_at", 1, 0, 0);
  Set(kLedgers, "sequence", 2, 0, 0);
  const QualityResult result = Run("required_fields");
  EXPECT_FALSE(result.passed);
  EXPECT_EQ(result.null_anomalies, 3);
  EXPECT_EQ(result.details, "3 of 3 rows: hash, close time or sequence missing");
}

TEST_F(LedgerChecks, AcceptTheYear1970WhereTheHeaderSaysSo) {
  ledgers_.push_back(chain_.Add(LedgerSpec().CloseTime(0)));
  Extract();
  EXPECT_TRUE(Run("required_fields").passed);
}

TEST_F(LedgerChecks, CountMissingLedgers) {
  AddLedgers(2);
  chain_.Skip(3);
  AddLedgers(2);
  Extract();
  EXPECT_EQ(Run("sequence_monotonicity").details, "3 of 4 rows: missing or repeated sequences");
  EXPECT_THAT(Failed(), ElementsAre("sequence_monotonicity"));
}

TEST_F(LedgerChecks, CountRepeatedLedgersOnce) {
  AddLedgers(2);
  ledgers_.push_back(ledgers_.back());
  Extract();
  EXPECT_EQ(Run("sequence_monotonicity").details, "1 of 3 rows: missing or repeated sequences");
}

TEST_F(LedgerChecks, CompareTheTransactionCountWithTheRows) {
  MakeGoodBatch();
  Set(kLedgers, "transaction_count", 0, 0, 3);
  EXPECT_EQ(Run("transaction_count_consistency").details,
            "1 of 3 rows: transaction_count is not the number of transaction rows");
}

TEST_F(LedgerChecks, NoticeATransactionOfAnotherLedgerInBoth) {
  MakeGoodBatch();
  Set("transactions_row_v2", "ledger_sequence", 1, 0, kFirst);
  EXPECT_EQ(Run("transaction_count_consistency").details,
            "2 of 3 rows: transaction_count is not the number of transaction rows");
}

TEST_F(LedgerChecks, MissAnAbsentTransactionCount) {
  MakeGoodBatch();
  SetNull(batch_.ledgers[1]->tables[0], *tables_[0]->spec, "transaction_count", 0);
  EXPECT_FALSE(Run("transaction_count_consistency").passed);
}

TEST_F(LedgerChecks, LetCloseTimesStandStillButNotGoBack) {
  ledgers_.push_back(chain_.Add(LedgerSpec().CloseTime(1'000)));
  ledgers_.push_back(chain_.Add(LedgerSpec().CloseTime(1'000)));
  Extract();
  EXPECT_THAT(Failed(), IsEmpty());
  ledgers_.push_back(chain_.Add(LedgerSpec().CloseTime(999)));
  Extract();
  EXPECT_EQ(Run("timestamp_ordering").details, "1 of 3 rows: closed before the ledger before");
  EXPECT_THAT(Failed(), ElementsAre("timestamp_ordering"));
}

}  // namespace
}  // namespace lake::testing
