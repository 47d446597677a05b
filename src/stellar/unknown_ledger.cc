#include "stellar/unknown_ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/hash_prefix.h"
#include "stellar/proof.h"
#include "xdr/check.h"

namespace lake {
namespace {

// A frame that holds this much before the header is none that anybody would design.
constexpr std::size_t kHeaderOffsetMax = 256;
constexpr std::size_t kXdrUnit = 4;

std::optional<ProvedHeader> ProvedHeaderAt(Bytes bytes, std::size_t at) {
  xdr::Cursor cursor(bytes.subspan(at));
  if (!xdr::CheckValue<xdr::LedgerHeaderHistoryEntry>(cursor)) return std::nullopt;
  const xdr::LedgerHeaderHistoryEntry entry(bytes.data() + at);
  const xdr::LedgerHeader header = entry.header();
  const Hash256 hash = Sha256(header.encoding());
  if (HashOf(entry.hash()) != hash) return std::nullopt;
  return ProvedHeader{.sequence = header.ledgerSeq(),
                      .protocol = header.ledgerVersion(),
                      .close_time = header.scpValue().closeTime(),
                      .hash = hash,
                      .previous_hash = HashOf(header.previousLedgerHash()),
                      .tx_set_hash = HashOf(header.scpValue().txSetHash()),
                      .end = at + cursor.offset()};
}

// A set of the old form is hashed in another order than it stands, so one that cannot be decoded
// cannot be proved; its definition is final since protocol 20.
bool BeginsWithLegacySet(Bytes rest, const Hash256& hash) {
  xdr::Cursor cursor(rest);
  if (!xdr::CheckValue<xdr::TransactionSet>(cursor)) return false;
  const xdr::TransactionSet set(rest.data());
  std::vector<Bytes> envelopes;
  for (const xdr::TransactionEnvelope envelope : set.txs()) {
    envelopes.push_back(envelope.encoding());
  }
  return LegacyTxSetHash(set.previousLedgerHash().bytes(), envelopes) == hash;
}

Status CheckTxSet(Bytes rest, const ProvedHeader& header) {
  if (FindHashedPrefix(rest, header.tx_set_hash, kXdrUnit)) return {};
  if (BeginsWithLegacySet(rest, header.tx_set_hash)) return {};
  return {Code::kDataLoss,
          fmt::format("offset {}: no transaction set of ledger {} with the hash that its header "
                      "names",
                      header.end, header.sequence)};
}

}  // namespace

std::optional<ProvedHeader> FindProvedHeader(Bytes ledger_close_meta) {
  const std::size_t last = std::min(kHeaderOffsetMax, ledger_close_meta.size());
  for (std::size_t at = 0; at <= last; at += kXdrUnit) {
    if (auto header = ProvedHeaderAt(ledger_close_meta, at)) return header;
  }
  return std::nullopt;
}

Result<ProvedHeader> ProveUnknown(Bytes ledger_close_meta) {
  xdr::Cursor cursor(ledger_close_meta);
  const bool known = xdr::CheckValue<xdr::LedgerCloseMeta>(cursor);
  if (!known && !cursor.unknown_type()) return cursor.error();
  const auto header = FindProvedHeader(ledger_close_meta);
  if (!header) {
    return Error{Code::kDataLoss, "no ledger header that matches its hash was found"};
  }
  if (known && header->protocol <= kNewestProtocol) {
    return Error{Code::kDataLoss,
                 fmt::format("every type of ledger {} is known", header->sequence)};
  }
  TRY(CheckTxSet(ledger_close_meta.subspan(header->end), *header));
  return *header;
}

Status CheckProtocol(std::uint32_t protocol, std::size_t offset) {
  if (protocol <= kNewestProtocol) return {};
  return {Code::kDataLoss, fmt::format("offset {}: protocol {} is newer than protocol {}, the "
                                       "newest that this version knows",
                                       offset, protocol, kNewestProtocol)};
}

}  // namespace lake
