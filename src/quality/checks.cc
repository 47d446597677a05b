#include "quality/checks.h"

#include <algorithm>
#include <array>

#include "quality/check_groups.h"

namespace lake {
namespace {

struct TableChecks {
  std::string_view table;
  const RowChecks* checks;
};
// In the order of their results.
constexpr TableChecks kRowChecks[] = {
    {"transactions_row_v1", &kTransactionChecks},     {"transactions_row_v2", &kTransactionChecks},
    {"operations_row_v1", &kOperationChecks},         {"operations_row_v2", &kOperationChecks},
    {"native_balances_snapshot_v1", &kBalanceChecks},
};

constexpr std::string_view kLedgersTable = "ledgers_row_v2";

}  // namespace

const RowChecks* RowChecksOf(std::string_view table) {
  const auto* found = std::ranges::find(kRowChecks, table, &TableChecks::table);
  return found == std::end(kRowChecks) ? nullptr : found->checks;
}

void CheckRows(const BatchScan& table, const RowChecks& checks, const RowCheckCounts& counts,
               QualityResults& out) {
  for (std::size_t i = 0; i < checks.checks.size(); ++i) {
    out.push_back(
        Outcome(checks.checks[i], table.spec(), counts[i], table.rows(), checks.complaints[i]));
  }
}

void QualityChecks::Look(const Batch& batch, const LedgerFaults& faults) {
  if (const auto ledgers = TableIndex(batch, kLedgersTable)) {
    LookAtLedgers(BatchScan(batch, *ledgers, seen_), faults, counts_);
  }
  seen_ = batch.ledgers.size();
}

void QualityChecks::Forget() {
  seen_ = 0;
  counts_ = {};
}

// Ledger checks run on every batch, the others when their table has rows (contract/quality.yaml,
// run_rules).
std::vector<QualityResult> QualityChecks::Run(const Batch& batch, const LedgerFaults& faults) {
  Look(batch, faults);
  QualityResults results;
  const auto faults_of = [&](std::size_t table) {
    return faults.empty() ? TableFaults() : faults[table];
  };
  if (const auto ledgers = TableIndex(batch, kLedgersTable)) {
    CheckLedgers(BatchScan(batch, *ledgers), counts_, results);
  }
  for (const TableChecks& group : kRowChecks) {
    const std::optional<std::size_t> table = TableIndex(batch, group.table);
    if (!table || batch.rows(*table) == 0) continue;
    CheckRows(BatchScan(batch, *table), *group.checks, faults_of(*table).spec, results);
  }
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (batch.rows(i) > 0) CheckColumnRules(BatchScan(batch, i), faults_of(i), results);
  }
  Forget();
  return results;
}

std::span<const CheckInfo> SpecChecks() {
  static const auto checks = [] {
    std::vector<CheckInfo> all;
    for (auto group : {LedgerChecks(), kTransactionChecks.checks, kOperationChecks.checks,
                       kBalanceChecks.checks}) {
      all.insert(all.end(), group.begin(), group.end());
    }
    return all;
  }();
  return checks;
}

}  // namespace lake
