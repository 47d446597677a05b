// What a lake keeps of a ledger, without a lake.
#pragma once

#include "reindex/stored_ledgers.h"
#include "stellar/ledger_view.h"
#include "stellar/proof.h"

namespace lake::testing {

inline StoredXdr Copy(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

inline StoredLedger Keep(const LedgerView& ledger) {
  StoredLedger kept{.sequence = ledger.sequence(),
                    .hash = HashOf(ledger.header_entry().hash()),
                    .header = Copy(ledger.header_xdr()),
                    .transactions = {}};
  for (const TransactionRef& tx : ledger.transactions()) {
    kept.transactions.push_back({.hash = tx.hash,
                                 .result = Copy(tx.result_xdr),
                                 .envelope = Copy(tx.envelope_xdr),
                                 .meta = Copy(tx.meta_xdr),
                                 .fee_changes = Copy(tx.fee_changes_xdr)});
  }
  return kept;
}

}  // namespace lake::testing
