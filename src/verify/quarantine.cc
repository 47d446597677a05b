#include "verify/quarantine.h"

#include <fmt/format.h>

#include "lineage/coverage.h"
#include "sink/lake_quarantine.h"
#include "sink/lake_registry.h"

namespace lake {
namespace {

void CheckNeighbours(const QuarantineRecord& ledger, const std::vector<BatchRecord>& others,
                     VerifyReport& report) {
  if (const Status fits = CheckFits(RecordOf(ledger), others); !fits.ok()) {
    report.AddFault(fits.error().message);
  }
}

}  // namespace

Status CheckQuarantine(const LakeReading& reading, const std::vector<BatchRecord>& batches,
                       const LedgerRange& range) {
  const auto& [connection, lake, report] = reading;
  TRY_ASSIGN(const std::vector<QuarantineRecord> aside, ReadQuarantine(connection, lake));
  std::vector<BatchRecord> others = batches;
  for (const QuarantineRecord& ledger : aside) others.push_back(RecordOf(ledger));
  if (aside.empty()) return {};
  TRY_ASSIGN(const std::vector<std::string> tables, ReadDataTables(connection, lake));
  const LedgerSet held = Coverage::Of(batches).HeldByAll(tables);
  for (const QuarantineRecord& ledger : aside) {
    const std::uint32_t sequence = ledger.range.first;
    if (!range.Contains(sequence)) continue;
    report.quarantined.push_back(ledger.reason);
    const auto xdr = ReadQuarantinedLedger(connection, lake, sequence);
    if (!xdr.ok()) report.AddFault(xdr.error().message);
    CheckNeighbours(ledger, others, report);
    if (!held.Contains(sequence)) continue;
    for (const BatchRecord& batch : batches) {
      if (!batch.range.span().Contains(sequence)) continue;
      report.AddFault(
          fmt::format("ledger {} is kept aside, and batch {} holds it", sequence, batch.batch_id));
    }
  }
  return {};
}

}  // namespace lake
