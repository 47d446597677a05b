#include "ingest/verify_quarantine.h"

#include <fmt/format.h>

#include "sink/lake_quarantine.h"

namespace lake {
namespace {

bool Holds(const CoveredRange& range, std::uint32_t sequence) {
  return range.first <= sequence && sequence <= range.last;
}

void CheckNeighbours(const QuarantineRecord& ledger, const std::vector<BatchRecord>& others,
                     VerifyReport& report) {
  if (const Status fits = CheckFits(RecordOf(ledger), others); !fits.ok()) {
    report.AddFault(fits.error().message);
  }
}

}  // namespace

Status VerifyQuarantine(Connection& connection, const Lake& lake,
                        const std::vector<BatchRecord>& batches, LedgerRange range,
                        VerifyReport& report) {
  TRY_ASSIGN(const std::vector<QuarantineRecord> aside, ReadQuarantine(connection, lake));
  std::vector<BatchRecord> others = batches;
  for (const QuarantineRecord& ledger : aside) others.push_back(RecordOf(ledger));
  for (const QuarantineRecord& ledger : aside) {
    const std::uint32_t sequence = ledger.range.first;
    if (sequence < range.first || (range.last && sequence > *range.last)) continue;
    report.quarantined.push_back(ledger.reason);
    const auto xdr = ReadQuarantinedLedger(connection, lake, sequence);
    if (!xdr.ok()) report.AddFault(xdr.error().message);
    CheckNeighbours(ledger, others, report);
    for (const BatchRecord& batch : batches) {
      if (!Holds(batch.range, sequence)) continue;
      report.AddFault(
          fmt::format("ledger {} is kept aside, and batch {} holds it", sequence, batch.batch_id));
    }
  }
  return {};
}

}  // namespace lake
