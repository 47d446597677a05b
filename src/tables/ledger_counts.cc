#include "tables/ledger_counts.h"

#include "table/fitted.h"

namespace lake {

LedgerCounts CountLedger(const LedgerView& ledger) {
  LedgerCounts counts{.transactions = Exactly(ledger.transactions().size()),
                      .successful = 0,
                      .operations = Exactly(ledger.operations().size()),
                      .successful_operations = 0};
  for (const TransactionRef& tx : ledger.transactions()) {
    if (!tx.successful) continue;
    ++counts.successful;
    counts.successful_operations += Exactly(tx.operations.size());
  }
  return counts;
}

}  // namespace lake
