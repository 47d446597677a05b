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

// `faults` of all tables, or nothing when nothing is wrong.
void CheckLedgers(const BatchScan& ledgers, const LedgerFaults& faults, QualityResults& out);
// What the table's RowChecks counted.
void CheckRows(const BatchScan& table, const RowChecks& checks, const RowCheckCounts& counts,
               QualityResults& out);
// For any table: columns' forms and bounds, keys present, rows of their own ledger.
void CheckColumnRules(const BatchScan& table, const TableFaults& faults, QualityResults& out);

std::span<const CheckInfo> LedgerChecks();

}  // namespace lake
