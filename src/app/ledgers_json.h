// Ledgers as reports for programs have them. Pure functions.
#pragma once

#include <nlohmann/json.hpp>

#include "stellar/ledger_set.h"

namespace lake {

// [[first, last], ...], ascending, both ends included.
nlohmann::json LedgersJson(const LedgerSet& ledgers);

}  // namespace lake
