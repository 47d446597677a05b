#include "reindex/rebuilt_ledger.h"

#include <fmt/format.h>

#include "base/hex.h"
#include "stellar/proof.h"
#include "xdr/check.h"

namespace lake {
namespace {

class XdrWriter {
 public:
  void Number(std::uint64_t value) {
    std::uint8_t bytes[4];
    StoreU32(bytes, static_cast<std::uint32_t>(value));
    Put(bytes);
  }
  void Put(Bytes bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
  StoredXdr Take() { return std::move(out_); }

 private:
  StoredXdr out_;
};

Result<xdr::LedgerHeader> HeaderOf(const StoredLedger& ledger) {
  return xdr::Decode<xdr::LedgerHeader>(ledger.header)
      .Context(fmt::format("ledger {}: ledger_header", ledger.sequence));
}

// As a TransactionResultSet is hashed, without making one.
Hash256 ResultSetHash(const std::vector<StoredTransaction>& transactions) {
  Sha256Stream stream;
  std::uint8_t count[4];
  StoreU32(count, static_cast<std::uint32_t>(transactions.size()));
  stream.Update(count);
  for (const StoredTransaction& tx : transactions) stream.Update(tx.hash).Update(tx.result);
  return stream.Finish();
}

// An empty TransactionMeta, of version 0, where the lake keeps none.
void PutMeta(XdrWriter& out, const StoredXdr& meta) {
  if (!meta.empty()) return out.Put(meta);
  out.Number(0);
  out.Number(0);
}

void PutChanges(XdrWriter& out, const StoredXdr& changes) {
  if (!changes.empty()) return out.Put(changes);
  out.Number(0);
}

}  // namespace

Status ProveOrder(const StoredLedger& ledger) {
  TRY_ASSIGN(const xdr::LedgerHeader header, HeaderOf(ledger));
  if (header.ledgerSeq() != ledger.sequence || Sha256(ledger.header) != ledger.hash) {
    return {Code::kDataLoss,
            fmt::format("ledger {}: its header is that of ledger {}, or does not hash to {}",
                        ledger.sequence, header.ledgerSeq(), Hex(ledger.hash))};
  }
  const Hash256 said = HashOf(header.txSetResultHash());
  const Hash256 found = ResultSetHash(ledger.transactions);
  if (said == found) return {};
  return {Code::kDataLoss,
          fmt::format("ledger {}: its transactions do not stand in the order in which they were "
                      "applied: the header says that their results hash to {}, they do to {}",
                      ledger.sequence, Hex(said), Hex(found))};
}

Result<StoredXdr> RebuildLedger(const StoredLedger& ledger) {
  TRY(ProveOrder(ledger));
  TRY_ASSIGN(const xdr::LedgerHeader header, HeaderOf(ledger));
  XdrWriter out;
  out.Number(0);  // LedgerCloseMeta V0
  out.Put(ledger.hash);
  out.Put(ledger.header);
  out.Number(0);  // LedgerHeaderHistoryEntry.ext
  out.Put(header.previousLedgerHash().bytes());
  out.Number(ledger.transactions.size());
  for (const StoredTransaction& tx : ledger.transactions) out.Put(tx.envelope);
  out.Number(ledger.transactions.size());
  for (const StoredTransaction& tx : ledger.transactions) {
    out.Put(tx.hash);
    out.Put(tx.result);
    PutChanges(out, tx.fee_changes);
    PutMeta(out, tx.meta);
  }
  const xdr::Array<Bytes> upgrades = header.scpValue().upgrades();
  out.Number(upgrades.size());
  for (const Bytes upgrade : upgrades) {
    out.Put(upgrade);
    out.Number(0);  // changes
  }
  out.Number(0);  // scpInfo
  return out.Take();
}

}  // namespace lake
