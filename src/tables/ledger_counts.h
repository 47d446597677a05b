// How many transactions and operations a ledger has: the counters of ledgers_row_v2.
#pragma once

#include <cstdint>

#include "stellar/ledger_view.h"

namespace lake {

struct LedgerCounts {
  std::int32_t transactions;  // successful and failed
  std::int32_t successful;
  std::int32_t operations;             // of every envelope
  std::int32_t successful_operations;  // results of successful transactions
};

LedgerCounts CountLedger(const LedgerView& ledger);

}  // namespace lake
