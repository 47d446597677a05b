// What a lake lacks: the ledgers between and around its committed batches, table by table, for
// `gaps`. Pure functions of the batches.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lineage/coverage.h"
#include "sink/lake_quarantine.h"
#include "stellar/ledger_set.h"

namespace lake {

// Tables that lack the same ledgers.
struct GapGroup {
  std::vector<std::string> tables;  // sorted
  LedgerSet holes;
};

struct GapReport {
  LedgerRange whole;  // what was looked at; bounded
  std::size_t batches = 0;
  LedgerSet held;                             // ledgers that at least one table has, in `whole`
  std::vector<GapGroup> groups;               // every table is in one; the most complete first
  std::vector<QuarantineRecord> quarantined;  // ledgers in `whole` that are kept aside
  bool complete() const;
};

// Looks at `range`, or from the first to the last ledger of the batches and of those that are kept
// aside when it is not given; an end that is left out is the last ledger. nullopt when there are
// neither. Without batches nothing is complete.
std::optional<GapReport> FindGaps(const std::vector<BatchRecord>& batches,
                                  const std::optional<LedgerRange>& range,
                                  const std::vector<QuarantineRecord>& quarantine = {});

std::string GapReportText(const GapReport& report);
std::string GapReportJson(const GapReport& report);

}  // namespace lake
