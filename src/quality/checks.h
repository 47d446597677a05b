// Quality checks over a batch: observe first. They never block a write; what they find is logged
// and stored.
//
// The 19 checks of spec 000 under their own names (contract/quality.yaml), and for every table
// checks that derive from its columns' rules. A check whose table is not part of the run does not
// run. One thread.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "quality/row_scan.h"
#include "tables/batch.h"
#include "tables/quality_result.h"

namespace lake {

class QualityChecks {
 public:
  explicit QualityChecks(const TableSet& tables) : tables_(tables) {}
  // In a fixed order: ledgers, transactions, operations, balances, then the derived checks by
  // table. `faults` is the sum of what a RowScan found in the batch's ledgers.
  std::vector<QualityResult> Run(const Batch& batch, const LedgerFaults& faults);

 private:
  const TableSet& tables_;
};

// What one check is, for docs and tests.
struct CheckInfo {
  std::string_view name;
  std::string_view type;  // validity, consistency, completeness
  bool warn_only;
  std::string_view doc;
};

// The 19 checks of spec 000, in the order they run.
std::span<const CheckInfo> SpecChecks();

}  // namespace lake
