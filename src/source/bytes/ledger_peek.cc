#include "source/bytes/ledger_peek.h"

#include <fmt/format.h>

#include <algorithm>

#include "xdr/check.h"

namespace lake {
namespace {

constexpr std::uint32_t kVersionMax = 2;

Hash256 CopyHash(xdr::Fixed<32> fixed) {
  Hash256 hash;
  std::ranges::copy(fixed.bytes(), hash.begin());
  return hash;
}

}  // namespace

Result<LedgerPeek> PeekLedger(Bytes ledger_close_meta) {
  xdr::Cursor cursor(ledger_close_meta);
  std::uint32_t version = 0;
  if (!cursor.U32(version)) return cursor.error();
  if (version > kVersionMax) {
    return Error{Code::kDataLoss,
                 fmt::format("offset 0: LedgerCloseMeta version {} is not known (0 to {} are)",
                             version, kVersionMax)};
  }
  if (version > 0 && !xdr::CheckValue<xdr::LedgerCloseMetaExt>(cursor)) return cursor.error();
  const std::uint8_t* at = cursor.at();
  if (!xdr::CheckValue<xdr::LedgerHeaderHistoryEntry>(cursor)) return cursor.error();

  const xdr::LedgerHeaderHistoryEntry entry(at);
  const xdr::LedgerHeader header = entry.header();
  return LedgerPeek{
      .version = static_cast<std::int32_t>(version),
      .sequence = header.ledgerSeq(),
      .protocol = header.ledgerVersion(),
      .close_time = static_cast<std::int64_t>(header.scpValue().closeTime()),
      .hash = CopyHash(entry.hash()),
      .previous_hash = CopyHash(header.previousLedgerHash()),
  };
}

}  // namespace lake
