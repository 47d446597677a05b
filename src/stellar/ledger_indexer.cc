#include "stellar/ledger_indexer.h"

#include <fmt/format.h>

#include <algorithm>

#include "stellar/unknown_ledger.h"

namespace lake {
namespace {

// The last protocol whose ledgers have this version of LedgerCloseMeta, which the protocol at a
// ledger's beginning decides.
std::uint32_t LastProtocolWith(std::int32_t meta_version) {
  switch (meta_version) {
    case 0:
      return 19;
    case 1:
      return 22;
    default:
      return kNewestProtocol;
  }
}

}  // namespace

Status LedgerIndexer::Failure(std::string_view where) {
  Status status = c_.error();
  return where.empty() ? status : std::move(status).Context(where);
}

Status LedgerIndexer::Run() {
  std::uint32_t version;
  if (!c_.Enter() || !c_.Enter() || !c_.U32(version)) return Failure();
  if (version > 2) {
    c_.UnknownArm("LedgerCloseMeta", version);
    return Failure();
  }
  view_.version_ = static_cast<std::int32_t>(version);
  if (version > 0) {
    const xdr::LedgerCloseMetaExt ext(c_.at());
    if (!xdr::LedgerCloseMetaExt::Check(c_)) return Failure();
    if (ext.v() == 1) view_.soroban_fee_write_1kb_ = ext.v1().sorobanFeeWrite1KB();
  }
  TRY(Header());
  TRY(version == 0 ? LegacyTxSet() : GeneralizedTxSet());
  TRY(Transactions(version == 2));
  TRY(Upgrades());
  ForgetRolledBack();
  if (!xdr::CheckArray<xdr::SCPHistoryEntry>(c_, 0xFFFFFFFFu, 8)) return Failure("scpInfo");
  if (version > 0) TRY(Trailer());
  return c_.ExpectEnd();
}

Status LedgerIndexer::Header() {
  const std::uint8_t* begin = c_.at();
  if (!xdr::LedgerHeaderHistoryEntry::Check(c_)) return Failure("ledgerHeader");
  view_.header_entry_ = xdr::LedgerHeaderHistoryEntry(begin);
  view_.header_ = view_.header_entry_.header();
  view_.header_xdr_ = view_.header_.encoding();
  TRY(CheckProtocol(view_.protocol(),
                    static_cast<std::size_t>(view_.header_.at() - view_.bytes_.data())));
  view_.applied_protocol_ = view_.protocol();
  const std::uint64_t close_time = view_.header_.scpValue().closeTime();
  if (close_time > kCloseTimeMax) {
    return {Code::kDataLoss, fmt::format("ledgerHeader: close time {} is no date", close_time)};
  }
  view_.close_time_ = static_cast<std::int64_t>(close_time);
  return {};
}

Status LedgerIndexer::LegacyTxSet() {
  const std::uint8_t* begin = c_.at();
  if (!c_.Skip(32) || !Envelopes()) return Failure("txSet");
  view_.tx_set_xdr_ = {begin, c_.at()};
  IndexEnvelopes();
  return {};
}

Status LedgerIndexer::GeneralizedTxSet() {
  const std::uint8_t* begin = c_.at();
  std::uint32_t version, phases;
  if (!c_.U32(version)) return Failure("txSet");
  if (version != 1) {
    c_.UnknownArm("GeneralizedTransactionSet", version);
    return Failure("txSet");
  }
  if (!c_.Skip(32) || !c_.Count(0xFFFFFFFFu, 8, phases)) return Failure("txSet");
  for (; phases > 0; --phases) {
    if (!Phase()) return Failure("txSet");
  }
  view_.tx_set_xdr_ = {begin, c_.at()};
  IndexEnvelopes();
  return {};
}

bool LedgerIndexer::Phase() {
  std::uint32_t version, components;
  if (!c_.U32(version)) return false;
  if (version > 1) return c_.UnknownArm("TransactionPhase", version);
  if (version == 1) {  // CAP-63: stages of clusters of envelopes
    std::uint32_t stages, clusters;
    if (!xdr::CheckOptional<std::int64_t>(c_) || !c_.Count(0xFFFFFFFFu, 4, stages)) return false;
    for (; stages > 0; --stages) {
      if (!c_.Count(0xFFFFFFFFu, 4, clusters)) return false;
      for (; clusters > 0; --clusters) {
        if (!Envelopes()) return false;
      }
    }
    return true;
  }
  if (!c_.Count(0xFFFFFFFFu, 12, components)) return false;
  for (; components > 0; --components) {
    std::uint32_t type;
    if (!c_.U32(type)) return false;
    if (type != 0) return c_.UnknownArm("TxSetComponent", type);
    if (!xdr::CheckOptional<std::int64_t>(c_) || !Envelopes()) return false;
  }
  return true;
}

bool LedgerIndexer::Envelopes() {
  std::uint32_t count;
  if (!c_.Count(0xFFFFFFFFu, 16, count)) return false;
  for (; count > 0; --count) {
    const std::uint8_t* begin = c_.at();
    if (!xdr::TransactionEnvelope::Check(c_)) return false;
    view_.tx_set_envelopes_.emplace_back(begin, c_.at());
  }
  return true;
}

Status LedgerIndexer::Transactions(bool v1_results) {
  std::uint32_t count;
  if (!c_.Count(0xFFFFFFFFu, 48, count)) return Failure("txProcessing");
  if (count != view_.tx_set_envelopes_.size()) {
    return {Code::kDataLoss, fmt::format("offset {}: {} results for {} transactions of the set",
                                         c_.offset() - 4, count, view_.tx_set_envelopes_.size())};
  }
  for (std::uint32_t i = 1; i <= count; ++i) {
    if (Status status = Transaction(i, v1_results); !status.ok()) {
      return std::move(status).Context(fmt::format("tx {}", i));
    }
  }
  return {};
}

Status LedgerIndexer::Upgrades() {
  std::uint32_t count;
  if (!c_.Count(0xFFFFFFFFu, 8, count)) return Failure("upgradesProcessing");
  view_.upgrade_changes_.begin = static_cast<std::uint32_t>(view_.changes_.size());
  for (; count > 0; --count) {
    IndexRange changes;
    const xdr::LedgerUpgrade upgrade(c_.at());
    if (!xdr::LedgerUpgrade::Check(c_) || !Changes(changes)) return Failure("upgradesProcessing");
    if (upgrade.type() == xdr::LedgerUpgradeType::LEDGER_UPGRADE_VERSION) {
      NoteUpgradeTo(upgrade.newLedgerVersion());
    }
  }
  view_.upgrade_changes_.end = static_cast<std::uint32_t>(view_.changes_.size());
  return {};
}

void LedgerIndexer::NoteUpgradeTo(std::uint32_t protocol) {
  const std::uint32_t before = protocol > 0 ? protocol - 1 : 0;
  view_.applied_protocol_ =
      std::min({view_.applied_protocol_, before, LastProtocolWith(view_.version_)});
}

Status LedgerIndexer::Trailer() {
  const std::uint8_t* size_at = c_.at();
  if (!c_.Skip(8)) return Failure("totalByteSizeOfLiveSorobanState");
  view_.live_soroban_state_bytes_ = LoadU64(size_at);
  view_.evicted_keys_.emplace(c_.at());
  if (!xdr::CheckArray<xdr::LedgerKey>(c_, 0xFFFFFFFFu, 8)) return Failure("evictedKeys");
  if (view_.version_ == 1 && !xdr::CheckArray<xdr::LedgerEntry>(c_, 0xFFFFFFFFu, 12)) {
    return Failure("unused");
  }
  return {};
}

Status LedgerView::Decode(Bytes ledger_close_meta, const Hash256& network_id) {
  bytes_ = ledger_close_meta;
  transactions_.clear();
  operations_.clear();
  changes_.clear();
  events_.clear();
  tx_set_envelopes_.clear();
  tx_set_hashes_.clear();
  operation_metas_.clear();
  soroban_fee_write_1kb_.reset();
  live_soroban_state_bytes_.reset();
  evicted_keys_.reset();
  return LedgerIndexer(*this, ledger_close_meta, network_id).Run();
}

Hash256 LedgerView::result_set_hash() const {
  Sha256Stream stream;
  std::array<std::uint8_t, 4> count;
  StoreU32(count.data(), static_cast<std::uint32_t>(transactions_.size()));
  stream.Update(count);
  for (const TransactionRef& tx : transactions_) {
    stream.Update({tx.result_pair.at(), tx.result_xdr.data() + tx.result_xdr.size()});
  }
  return stream.Finish();
}

}  // namespace lake
