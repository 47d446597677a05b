#include "reindex/stored_facts.h"

#include "base/code.h"
#include "reindex/lake_origin.h"
#include "reindex/rebuilt_ledger.h"
#include "xdr/check.h"

namespace lake {
namespace {

void Note(const StoredLedger& ledger, StoredFacts& facts) {
  const std::uint32_t sequence = ledger.sequence;
  if (const Status proved = ProveOrder(ledger); !proved.ok()) {
    if (facts.out_of_order.empty()) facts.first_fault = proved.error().message;
    facts.out_of_order.Add(sequence, sequence);
    return;
  }
  const xdr::LedgerHeader header(ledger.header.data());
  if (const auto reach = ReachOfUpgrades(header)) facts.upgraded[*reach].Add(sequence, sequence);
  if (header.ledgerVersion() >= kFirstProtocolWithRefundsBehind && !ledger.transactions.empty()) {
    facts.with_refunds.Add(sequence, sequence);
  }
}

}  // namespace

Result<StoredFacts> ReadStoredFacts(const std::function<Result<Connection>()>& connect,
                                    const StoredTables& tables, const LedgerSet& ledgers,
                                    const std::function<void(std::uint32_t)>& note,
                                    const std::stop_token& stop) {
  StoredFacts facts;
  for (const LedgerSpan& span : ledgers.ranges()) {
    TRY_ASSIGN(Connection connection, connect());
    StoredLedgers reader(std::move(connection), tables, StoredLedgers::Parts::kResults, span);
    for (;;) {
      if (stop.stop_requested()) return Error{Code::kCancelled, "stopped before all was proved"};
      TRY_ASSIGN(const std::optional<StoredLedger> ledger, reader.Next());
      if (!ledger) break;
      Note(*ledger, facts);
      note(ledger->sequence);
    }
  }
  return facts;
}

}  // namespace lake
