// The groups of checks, one file each. Internal to quality/.
#pragma once

#include <vector>

#include "quality/batch_scan.h"
#include "quality/checks.h"

namespace lake {

inline constexpr std::string_view kValidity = "validity";
inline constexpr std::string_view kConsistency = "consistency";
inline constexpr std::string_view kCompleteness = "completeness";

using QualityResults = std::vector<QualityResult>;

void CheckLedgers(const BatchScan& ledgers, QualityResults& out);
void CheckTransactions(const BatchScan& transactions, QualityResults& out);
void CheckOperations(const BatchScan& operations, QualityResults& out);
void CheckBalances(const BatchScan& balances, QualityResults& out);
// For any table: columns' forms and bounds, keys present, rows of their own ledger.
void CheckColumnRules(const BatchScan& table, const RuleFaults& faults, QualityResults& out);

std::span<const CheckInfo> LedgerChecks();
std::span<const CheckInfo> TransactionChecks();
std::span<const CheckInfo> OperationChecks();
std::span<const CheckInfo> BalanceChecks();

// Rows whose ledger_sequence is not one of the batch's ledgers.
std::int64_t RowsOfForeignLedgers(const BatchScan& table);
// Empty texts and zero sequences, each counted once.
std::int64_t MissingKeys(const BatchScan& table, std::string_view text_column);

}  // namespace lake
