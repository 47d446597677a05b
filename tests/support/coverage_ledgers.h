// Ledgers with what the sample ledgers lack, so that every column of every table has a value in
// some test row. One function per subject; a new column that no sample fills gets its case here.
#pragma once

#include <vector>

#include "support/ledger_builder.h"

namespace lake::testing {

struct CoverageLedger {
  BuiltLedger ledger;
  Hash256 network_id;
};

std::vector<CoverageLedger> MakeCoverageLedgers();

}  // namespace lake::testing
