// The checks of spec 000 on transactions, operations and native balances, each with rows that
// break it.
#include <gmock/gmock.h>

#include "quality_fixture.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view kTransactions = "transactions_row_v2";
constexpr std::string_view kOperations = "operations_row_v2";
constexpr std::string_view kBalances = "native_balances_snapshot_v1";

class TransactionChecks : public QualityTest {
 protected:
  TransactionChecks() { MakeGoodBatch(); }
};

TEST_F(TransactionChecks, WantHashesInHex) {
  Set(kTransactions, "transaction_hash", 0, 1, "0x12");
  Set(kTransactions, "transaction_hash", 2, 0, "");
  EXPECT_EQ(Run("transaction_hash_format").details, "2 of 6 rows: not 64 lower-case hex digits");
}

TEST_F(TransactionChecks, WantSourcesThatLookLikeAccounts) {
  const std::string lower = "g" + std::string(55, 'A'), muxed = "M" + std::string(55, 'A'),
                    too_long = "G" + std::string(56, 'A'), digit = "G" + std::string(55, '1'),
                    any = "G" + std::string(55, '7');
  for (const std::string& bad : {lower, muxed, too_long, digit}) {
    Set(kTransactions, "source_account", 0, 0, bad);
    EXPECT_EQ(Run("source_account_format").details, "1 of 6 rows: not a G-address") << bad;
  }
  Set(kTransactions, "source_account", 0, 0, any);  // a pattern: no checksum
  EXPECT_TRUE(Run("source_account_format").passed);
  Set(kTransactions, "source_account", 0, 0, "");
  EXPECT_TRUE(Run("source_account_format").passed);
}

TEST_F(TransactionChecks, WarnOfUnusualFees) {
  Set(kTransactions, "fee_charged", 0, 0, 100);
  Set(kTransactions, "fee_charged", 0, 1, 1'000'000'000);
  EXPECT_TRUE(Run("transaction_fee_range").passed);
  Set(kTransactions, "fee_charged", 1, 0, 99);
  Set(kTransactions, "fee_charged", 1, 1, 1'000'000'001);
  const QualityResult result = Run("transaction_fee_range");
  EXPECT_EQ(result.details, "2 of 6 rows: fee outside 100 stroops to 100 XLM");
  EXPECT_TRUE(result.warn_only);
}

TEST_F(TransactionChecks, WantRowsOfTheirLedger) {
  Set(kTransactions, "ledger_sequence", 0, 0, 999);
  EXPECT_EQ(Run("transaction_ledger_consistency").details,
            "1 of 6 rows: ledger_sequence is not of the batch");
}

class OperationChecks : public QualityTest {
 protected:
  OperationChecks() { MakeGoodBatch(); }
};

TEST_F(OperationChecks, CountTransactionsWhoseIndexesHaveGaps) {
  Set(kOperations, "operation_index", 0, 0, 1);  // the first of two, and so wrong twice
  Set(kOperations, "operation_index", 0, 2, 1);  // the only one: indexes start at 0
  EXPECT_EQ(Run("operation_index_ordering").details,
            "2 of 9 rows: transactions whose operation indexes do not count up from 0");
}

TEST_F(OperationChecks, WantHashesInHex) {
  const std::string upper(64, 'F');
  Set(kOperations, "transaction_hash", 1, 2, upper);
  EXPECT_EQ(Run("operation_transaction_hash").details, "1 of 9 rows: not 64 lower-case hex digits");
}

TEST_F(OperationChecks, WantRowsOfTheirLedger) {
  Set(kOperations, "ledger_sequence", 2, 1, 999);
  EXPECT_EQ(Run("operation_ledger_consistency").details,
            "1 of 9 rows: ledger_sequence is not of the batch");
}

TEST_F(OperationChecks, CountEveryMissingField) {
  Set(kOperations, "transaction_hash", 0, 2, "");
  Set(kOperations, "ledger_sequence", 0, 2, 0);
  const QualityResult result = Run("operation_required_fields");
  EXPECT_EQ(result.details, "2 of 9 rows: transaction hash or ledger missing");
  EXPECT_EQ(result.null_anomalies, 2);
}

class BalanceChecks : public QualityTest {
 protected:
  // A ledger that leaves an account with these fields.
  void AddAccount(const Json& fields) {
    const Json account = AccountEntry("carol", fields);
    ledgers_.push_back(chain_.Add(
        LedgerSpec().Add(Tx("carol").Op(Inflation()).Changes({State(account), Updated(account)}))));
  }
};

TEST_F(BalanceChecks, WantAccountsThatLookLikeAccounts) {
  MakeGoodBatch();
  Set(kBalances, "account_id", 0, 0, "GOOD");
  EXPECT_EQ(Run("balance_account_id_format").details, "1 of 3 rows: not a G-address");
  Set(kBalances, "account_id", 0, 0, "");
  EXPECT_TRUE(Run("balance_account_id_format").passed);
}

TEST_F(BalanceChecks, WantBalancesThatCanBe) {
  AddAccount({{"balance", 0}});
  AddAccount({{"balance", 1'000'000'000'000'000'000}});
  AddAccount({{"balance", -1}});
  AddAccount({{"balance", 1'000'000'000'000'000'001}});
  Extract();
  EXPECT_EQ(Run("balance_range").details, "2 of 4 rows: balance outside 0 to 10^18");
}

TEST_F(BalanceChecks, WarnOfLiabilitiesBeyondTwiceTheBalance) {
  const auto with = [](std::int64_t balance, std::int64_t buying, std::int64_t selling) {
    return Json{
        {"balance", balance},
        {"ext", ExtensionOf({.buying_liabilities = buying, .selling_liabilities = selling})}};
  };
  AddAccount(with(10, 15, 5));
  AddAccount(with(10, 16, 5));
  AddAccount(with(10, -1, 0));
  AddAccount(with(10, 0, -1));
  AddAccount(with(INT64_MAX, INT64_MAX, INT64_MAX));  // in 128 bits
  Extract();
  const QualityResult result = Run("liabilities_validation");
  EXPECT_EQ(result.details, "3 of 5 rows: liabilities negative or above twice the balance");
  EXPECT_TRUE(result.warn_only);
}

TEST_F(BalanceChecks, WantRowsOfTheirLedger) {
  MakeGoodBatch();
  Set(kBalances, "ledger_sequence", 0, 0, 5);
  EXPECT_EQ(Run("balance_ledger_consistency").details,
            "1 of 3 rows: ledger_sequence is not of the batch");
}

TEST_F(BalanceChecks, CountEveryMissingField) {
  MakeGoodBatch();
  Set(kBalances, "account_id", 0, 0, "");
  Set(kBalances, "ledger_sequence", 1, 0, 0);
  EXPECT_EQ(Run("balance_required_fields").null_anomalies, 2);
}

TEST_F(BalanceChecks, WantSequenceNumbersThatAreNotNegative) {
  AddAccount({{"seqNum", 0}});
  AddAccount({{"seqNum", -1}});
  Extract();
  EXPECT_EQ(Run("sequence_number_validity").details, "1 of 2 rows: negative sequence number");
  EXPECT_THAT(Failed(), ElementsAre("sequence_number_validity", "column_rules"));
  SetNull(batch_.ledgers[1]->tables[Index(kBalances)], *tables_[Index(kBalances)]->spec,
          "sequence_number", 0);
  EXPECT_TRUE(Run("sequence_number_validity").passed);
}

}  // namespace
}  // namespace lake::testing
