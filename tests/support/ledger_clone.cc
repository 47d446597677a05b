#include "support/ledger_clone.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "stellar/proof.h"
#include "stellar/tx_hash.h"

namespace lake::testing {
namespace {

constexpr std::uint32_t kSecondsPerLedger = 5;
constexpr std::size_t kHashSize = 32;

void AddU32(std::uint8_t* p, std::uint32_t n) { StoreU32(p, LoadU32(p) + n); }

void AddU64(std::uint8_t* p, std::uint64_t n) {
  const std::uint64_t sum = LoadU64(p) + n;
  StoreU32(p, static_cast<std::uint32_t>(sum >> 32));
  StoreU32(p + 4, static_cast<std::uint32_t>(sum));
}

void Store(std::uint8_t* p, const Hash256& hash) { std::memcpy(p, hash.data(), hash.size()); }

// The inner transaction of a fee bump as an envelope of its own: the same bytes mean that.
xdr::TransactionEnvelope InnerEnvelope(xdr::TransactionEnvelope envelope) {
  return xdr::TransactionEnvelope(envelope.feeBump().tx().innerTx().at());
}

const std::uint8_t* SeqNumOf(xdr::TransactionEnvelope envelope) {
  constexpr std::size_t kFeeSize = 4;
  if (envelope.type() == xdr::EnvelopeType::ENVELOPE_TYPE_TX_V0) {
    return envelope.v0().tx().at() + kHashSize + kFeeSize;
  }
  const xdr::Transaction tx = envelope.v1().tx();
  return tx.at() + tx.sourceAccount().encoding().size() + kFeeSize;
}

}  // namespace

LedgerCloner::LedgerCloner(std::vector<std::uint8_t> original, std::string_view passphrase,
                           std::uint32_t first_sequence, std::optional<std::uint64_t> seed)
    : network_id_(Sha256(AsBytes(passphrase))), bytes_(std::move(original)) {
  CHECK(view_.Decode(bytes_, network_id_).ok());
  CHECK(ProveLedger(view_, VerifyLevel::kStrict).ok());
  if (seed) variety_.emplace(bytes_, *seed);
  for (const TransactionRef& tx : view_.transactions()) transaction_hashes_.push_back(tx.hash);
  if (first_sequence != 0) {
    CHECK(first_sequence >= view_.sequence());
    MoveOn(first_sequence - view_.sequence());
  }
  Rehash();
}

BuiltLedger LedgerCloner::Next() {
  if (begun_) {
    if (variety_) variety_->Draw(view_.sequence() + 1, bytes_);
    const std::uint8_t* previous = view_.header().previousLedgerHash().data();
    Store(Mutable(previous), hash_);
    // A TransactionSet begins with this hash, a GeneralizedTransactionSet with its version.
    Store(Mutable(view_.tx_set_xdr().data() + (view_.version() == 0 ? 0 : 4)), hash_);
    MoveOn(1);
    Rehash();
  }
  begun_ = true;
  return {.sequence = view_.sequence(),
          .xdr = bytes_,
          .hash = hash_,
          .transaction_hashes = transaction_hashes_};
}

void LedgerCloner::MoveOn(std::uint32_t ledgers) {
  if (ledgers == 0) return;
  const xdr::LedgerHeader header = view_.header();
  AddU64(Mutable(header.scpValue().at() + kHashSize), std::uint64_t{ledgers} * kSecondsPerLedger);
  AddU32(Mutable(header.bucketListHash().data() + kHashSize), ledgers);  // ledgerSeq follows it
  for (std::size_t i = 0; i < view_.transactions().size(); ++i) {
    MoveTransaction(view_.transactions()[i], ledgers);
  }
  for (const ChangeRef& change : view_.changes()) MoveEntry(change, ledgers);
}

void LedgerCloner::MoveTransaction(const TransactionRef& tx, std::uint32_t ledgers) {
  // Accounts number their transactions from (ledger << 32), so moving by that keeps them apart.
  const std::uint64_t numbers = std::uint64_t{ledgers} << 32;
  const xdr::TransactionEnvelope inner = tx.fee_bump ? InnerEnvelope(tx.envelope) : tx.envelope;
  AddU64(Mutable(SeqNumOf(inner)), numbers);
  const Hash256 hash = TransactionHash(tx.envelope, network_id_, stream_);
  Store(Mutable(tx.result_pair.transactionHash().data()), hash);
  transaction_hashes_[tx.apply_index - 1] = hash;
  if (!tx.fee_bump) return;
  const xdr::InnerTransactionResultPair pair = tx.result_pair.result().result().innerResultPair();
  Store(Mutable(pair.transactionHash().data()), TransactionHash(inner, network_id_, stream_));
}

void LedgerCloner::MoveEntry(const ChangeRef& change, std::uint32_t ledgers) {
  if (change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_REMOVED) return;
  const xdr::LedgerEntry entry = change.entry();
  AddU32(Mutable(entry.at()), ledgers);  // lastModifiedLedgerSeq
  if (change.entry_type == xdr::LedgerEntryType::TTL) {
    AddU32(Mutable(entry.data().ttl().at() + kHashSize), ledgers);
  }
}

void LedgerCloner::Rehash() {
  const xdr::LedgerHeader header = view_.header();
  Store(Mutable(header.scpValue().txSetHash().data()),
        view_.version() == 0 ? LegacyTxSetHash() : Sha256(view_.tx_set_xdr()));
  Store(Mutable(header.txSetResultHash().data()), view_.result_set_hash());
  hash_ = Sha256(view_.header_xdr());
  Store(Mutable(view_.header_entry().hash().data()), hash_);
}

Hash256 LedgerCloner::LegacyTxSetHash() const {
  std::vector<std::pair<Hash256, Bytes>> envelopes;
  for (Bytes envelope : view_.tx_set_envelopes()) {
    envelopes.emplace_back(Sha256(envelope), envelope);
  }
  std::sort(envelopes.begin(), envelopes.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  Sha256Stream stream;
  stream.Update(view_.tx_set_xdr().first(kHashSize));
  for (const auto& [hash, envelope] : envelopes) stream.Update(envelope);
  return stream.Finish();
}

}  // namespace lake::testing
