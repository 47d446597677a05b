#include "reindex/lake_ledgers.h"

#include <fmt/format.h>

#include <algorithm>

#include "reindex/rebuilt_ledger.h"

namespace lake {

Result<SourceExtent> LakeLedgers::Extent() {
  SourceExtent extent;
  extent.ledgers = ledgers_;
  return extent;
}

Status LakeLedgers::Seek(LedgerRange range) {
  Release();
  stopped_ = false;
  const auto end = ledgers_.RunEnd(range.first);
  if (!end) {
    return {Code::kNotFound, fmt::format("ledger {} cannot be made from the lake", range.first)};
  }
  TRY_ASSIGN(Connection connection, connect_());
  const std::uint32_t last = std::min(*end, range.last.value_or(*end));
  reader_.emplace(std::move(connection), tables_, StoredLedgers::Parts::kAll,
                  LedgerSpan{range.first, last});
  return {};
}

Result<std::optional<RawLedger>> LakeLedgers::Next() {
  if (stopped_) return Error{Code::kCancelled, "stopped"};
  if (!reader_) return Error{Code::kUnavailable, "the lake was let go of"};
  TRY_ASSIGN(const std::optional<StoredLedger> ledger, reader_->Next());
  if (!ledger) return std::optional<RawLedger>();
  TRY_ASSIGN(StoredXdr xdr, RebuildLedger(*ledger));
  const auto owner = std::make_shared<const StoredXdr>(std::move(xdr));
  return std::optional(RawLedger{ledger->sequence, *owner, owner,
                                 fmt::format("ledger {} of the lake", ledger->sequence)});
}

}  // namespace lake
