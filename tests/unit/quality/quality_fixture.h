// Three ledgers that pass every check, and a way to spoil them cell by cell.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "quality/checks.h"
#include "support/edit_rows.h"
#include "support/extracted_batch.h"
#include "support/ledger_builder.h"
#include "tables/all.h"

namespace lake::testing {

class QualityTest : public ::testing::Test {
 protected:
  static constexpr std::uint32_t kFirst = 1000;

  explicit QualityTest(std::vector<std::string> tables = {"ledgers_row_v2", "transactions_row_v2",
                                                          "operations_row_v2",
                                                          "native_balances_snapshot_v1"})
      : tables_(*SelectTables(tables)) {}

  // Two transactions: one of two operations, and one that changes an account.
  static LedgerSpec GoodLedger() {
    return LedgerSpec()
        .Add(Tx("alice").Op(Inflation()).Op(Inflation()).FeeCharged(200))
        .Add(Tx("bob")
                 .Op(Payment("alice", NativeAsset(), 5))
                 .FeeCharged(100)
                 .FeeChanges({State(AccountEntry("bob")), Updated(AccountEntry("bob"))}));
  }
  void AddLedgers(std::size_t count) {
    for (; count > 0; --count) ledgers_.push_back(chain_.Add(GoodLedger()));
  }
  void Extract() { batch_ = ExtractBatch(tables_, ledgers_, chain_.network_id()); }
  void MakeGoodBatch() {
    AddLedgers(3);
    Extract();
  }

  std::size_t Index(std::string_view table) const {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      if (tables_[i]->spec->name == table) return i;
    }
    ADD_FAILURE() << table;
    return 0;
  }
  // Texts must outlive the test's use of the rows.
  void Set(std::string_view table, std::string_view column, std::size_t ledger, std::size_t row,
           std::int64_t value) {
    const std::size_t i = Index(table);
    SetCell(batch_.ledgers[ledger]->tables[i], *tables_[i]->spec, column, row, value);
  }
  void Set(std::string_view table, std::string_view column, std::size_t ledger, std::size_t row,
           std::string_view text) {
    const std::size_t i = Index(table);
    SetCell(batch_.ledgers[ledger]->tables[i], *tables_[i]->spec, column, row, text);
  }

  std::vector<QualityResult> Run() {
    RowScan scan(tables_);
    LedgerFaults faults;
    for (const auto& ledger : batch_.ledgers) {
      for (std::size_t i = 0; i < tables_.size(); ++i) {
        const auto show = [&](RowBlock& block) { scan.OnRows(i, ledger->sequence, block); };
        BufferDigester(*tables_[i]->spec).Digest(ledger->tables[i], show);
      }
      AddFaults(faults, scan.Take());
    }
    return QualityChecks(tables_).Run(batch_, faults);
  }
  // The first result of a check of that name.
  QualityResult Run(std::string_view check) {
    for (const QualityResult& result : Run()) {
      if (result.check_name == check) return result;
    }
    ADD_FAILURE() << "no check " << check;
    return {};
  }
  // Names of the checks that did not pass.
  std::vector<std::string> Failed() {
    std::vector<std::string> names;
    for (const QualityResult& result : Run()) {
      if (!result.passed) names.emplace_back(result.check_name);
    }
    return names;
  }

  const TableSet tables_;
  LedgerChain chain_{kTestPassphrase, kFirst, 22};
  std::vector<BuiltLedger> ledgers_;
  Batch batch_;
};

}  // namespace lake::testing
