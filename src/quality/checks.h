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

// What the ledger checks have found in the ledgers of a batch so far.
struct LedgerCounts {
  std::int64_t bad_hashes = 0;
  std::int64_t missing_fields = 0;
  std::int64_t sequence_faults = 0;
  std::int64_t miscounted = 0;
  std::int64_t time_faults = 0;
  bool any = false;
  std::int64_t sequence = 0;   // of the last row
  std::int64_t closed_at = 0;  // likewise
};

class QualityChecks {
 public:
  explicit QualityChecks(const TableSet& tables) : tables_(tables) {}
  // Looks at ledgers of a batch that grows, before their rows are dropped: those that are new.
  // `faults` is the sum of what a RowScan found in the batch's ledgers so far.
  void Look(const Batch& batch, const LedgerFaults& faults);
  // Looks at what is left of the batch and tells; the next one begins. In a fixed order: ledgers,
  // transactions, operations, balances, then the derived checks by table.
  std::vector<QualityResult> Run(const Batch& batch, const LedgerFaults& faults);
  // Another batch begins.
  void Forget();

 private:
  const TableSet& tables_;
  std::size_t seen_ = 0;  // ledgers of the batch
  LedgerCounts counts_;
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
