#include "tables/ledger_counts.h"

namespace lake {

LedgerCounts CountLedger(const LedgerView& ledger) {
  LedgerCounts counts{.transactions = static_cast<std::int32_t>(ledger.transactions().size()),
                      .successful = 0,
                      .operations = static_cast<std::int32_t>(ledger.operations().size()),
                      .successful_operations = 0};
  for (const TransactionRef& tx : ledger.transactions()) {
    if (!tx.successful) continue;
    ++counts.successful;
    counts.successful_operations += static_cast<std::int32_t>(tx.operations.size());
  }
  return counts;
}

}  // namespace lake
