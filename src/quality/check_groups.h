// The groups of checks, one file each. Internal to quality/.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "quality/batch_scan.h"
#include "quality/checks.h"
#include "table/column_spec.h"

namespace lake {

inline constexpr std::string_view kValidity = "validity";
inline constexpr std::string_view kConsistency = "consistency";
inline constexpr std::string_view kCompleteness = "completeness";

using QualityResults = std::vector<QualityResult>;

// The checks of a table with these columns. It does not compile with more checks than are counted,
// with a check that has no complaint, or when a column that they read is none of the table's.
template <std::size_t Checks, std::size_t Columns, std::size_t OfTable>
consteval RowChecks RowChecksFor(const std::array<ColumnSpec, OfTable>& table,
                                 const CheckInfo (&checks)[Checks],
                                 const std::string_view (&complaints)[Checks],
                                 const std::string_view (&columns)[Columns],
                                 void (*count)(const RowCheckBlock&, RowCheckCounts&)) {
  static_assert(Checks <= kRowChecksMax);
  for (const std::string_view name : columns) {
    if (std::ranges::find(table, name, &ColumnSpec::name) == table.end()) {
      throw "a check reads a column that the table does not have";
    }
  }
  return {checks, complaints, columns, count};
}

// Looks at the rows of the scan, which follow those that were looked at before. `faults` of all
// tables, or nothing when nothing is wrong.
void LookAtLedgers(const BatchScan& ledgers, const LedgerFaults& faults, LedgerCounts& counts);
// Of everything that was looked at.
void CheckLedgers(const BatchScan& ledgers, const LedgerCounts& counts, QualityResults& out);
// What the table's RowChecks counted.
void CheckRows(const BatchScan& table, const RowChecks& checks, const RowCheckCounts& counts,
               QualityResults& out);
// For any table: columns' forms and bounds, keys present, rows of their own ledger.
void CheckColumnRules(const BatchScan& table, const TableFaults& faults, QualityResults& out);

std::span<const CheckInfo> LedgerChecks();

}  // namespace lake
