#include "quality/checks.h"

#include <algorithm>
#include <array>

#include "quality/check_groups.h"

namespace lake {
namespace {

using CheckGroup = void (*)(const BatchScan&, QualityResults&);

// The checks of spec 000 and the tables they are for; ledger checks run on every batch, the others
// when their table has rows (contract/quality.yaml, run_rules).
struct SpecGroup {
  std::string_view table;
  CheckGroup run;
  bool always;
};
constexpr SpecGroup kGroups[] = {
    {"ledgers_row_v2", CheckLedgers, true},
    {"transactions_row_v1", CheckTransactions, false},
    {"transactions_row_v2", CheckTransactions, false},
    {"operations_row_v1", CheckOperations, false},
    {"operations_row_v2", CheckOperations, false},
    {"native_balances_snapshot_v1", CheckBalances, false},
};

}  // namespace

std::vector<QualityResult> QualityChecks::Run(const Batch& batch, const LedgerFaults& faults) {
  QualityResults results;
  for (const SpecGroup& group : kGroups) {
    const std::optional<std::size_t> table = TableIndex(batch, group.table);
    if (!table || (!group.always && batch.rows(*table) == 0)) continue;
    group.run(BatchScan(batch, *table), results);
  }
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (batch.rows(i) == 0) continue;
    CheckColumnRules(BatchScan(batch, i), faults.empty() ? RuleFaults() : faults[i], results);
  }
  return results;
}

std::span<const CheckInfo> SpecChecks() {
  static const auto checks = [] {
    std::vector<CheckInfo> all;
    for (auto group : {LedgerChecks(), TransactionChecks(), OperationChecks(), BalanceChecks()}) {
      all.insert(all.end(), group.begin(), group.end());
    }
    return all;
  }();
  return checks;
}

}  // namespace lake
