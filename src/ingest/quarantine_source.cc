#include "ingest/quarantine_source.h"

#include <utility>

#include "sink/lake_quarantine.h"

namespace lake {

Result<std::unique_ptr<QuarantineSource>> QuarantineSource::Read(Connection& connection,
                                                                 const Lake& lake,
                                                                 LedgerRange range,
                                                                 std::uint64_t bytes_max) {
  auto source = std::make_unique<QuarantineSource>();
  std::uint64_t bytes = 0;
  TRY_ASSIGN(const std::vector<QuarantineRecord> aside, ReadQuarantine(connection, lake));
  for (const QuarantineRecord& ledger : aside) {
    const std::uint32_t sequence = ledger.range.first;
    if (!range.Contains(sequence)) continue;
    TRY_ASSIGN(auto xdr, ReadQuarantinedLedger(connection, lake, sequence));
    bytes += xdr.size();
    if (bytes > bytes_max && !source->ledgers_.empty()) break;
    source->ledgers_.push_back({sequence,
                                std::make_shared<const std::vector<std::uint8_t>>(std::move(xdr)),
                                ledger.origin});
  }
  if (source->ledgers_.empty()) return Error{Code::kNotFound, "the lake keeps no ledgers aside"};
  return source;
}

Result<SourceExtent> QuarantineSource::Extent() {
  SourceExtent extent;
  for (const Kept& ledger : ledgers_) extent.ledgers.Add(ledger.sequence, ledger.sequence);
  extent.objects = ledgers_.size();
  return extent;
}

Status QuarantineSource::Seek(LedgerRange range) {
  range_ = range;
  next_ = 0;
  while (next_ < ledgers_.size() && ledgers_[next_].sequence < range.first) ++next_;
  return {};
}

Result<std::optional<RawLedger>> QuarantineSource::Next() {
  if (next_ == ledgers_.size()) return std::optional<RawLedger>();
  const Kept& ledger = ledgers_[next_];
  if (range_.last && ledger.sequence > *range_.last) return std::optional<RawLedger>();
  ++next_;
  return std::optional(RawLedger{ledger.sequence, *ledger.xdr, ledger.xdr, ledger.origin});
}

}  // namespace lake
