#include "support/ledger_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace lake::testing {
namespace {

constexpr std::int64_t kFirstCloseTime = 1'700'000'000;
constexpr std::int64_t kSecondsPerLedger = 5;

std::int32_t MetaVersionOf(std::uint32_t protocol) {
  return protocol >= 23 ? 2 : protocol >= 20 ? 1 : 0;
}

std::int32_t TxMetaVersionOf(std::uint32_t protocol) {
  return protocol >= 23 ? 4 : protocol >= 20 ? 3 : protocol >= 10 ? 2 : 1;
}

// The envelopes in the order of a transaction set: by the hash of their bytes.
std::vector<XdrBytes> Sorted(const std::vector<BuiltTx>& txs, bool soroban) {
  std::vector<std::pair<Hash256, XdrBytes>> hashed;
  for (const BuiltTx& tx : txs) {
    if (tx.soroban == soroban) hashed.emplace_back(Sha256(tx.envelope), tx.envelope);
  }
  std::sort(hashed.begin(), hashed.end());
  std::vector<XdrBytes> envelopes;
  for (auto& [hash, envelope] : hashed) envelopes.push_back(std::move(envelope));
  return envelopes;
}

Json Envelopes(const std::vector<XdrBytes>& envelopes) {
  Json list = Json::array();
  for (const XdrBytes& envelope : envelopes) list.push_back(RawXdr(envelope));
  return list;
}

Json SequentialPhase(const std::vector<XdrBytes>& envelopes, const Json& base_fee) {
  Json components = Json::array();
  if (!envelopes.empty()) {
    components.push_back(
        {{"txsMaybeDiscountedFee", {{"baseFee", base_fee}, {"txs", Envelopes(envelopes)}}}});
  }
  return {{"v0Components", std::move(components)}};
}

// Two stages when there are enough transactions, each with clusters of one or two of them.
Json ParallelPhase(const std::vector<XdrBytes>& envelopes, const Json& base_fee) {
  constexpr std::size_t kClusterSize = 2;
  constexpr std::size_t kClustersPerStage = 2;
  Json stages = Json::array();
  for (std::size_t i = 0; i < envelopes.size(); i += kClusterSize) {
    if (stages.empty() || stages.back().size() == kClustersPerStage) {
      stages.push_back(Json::array());
    }
    Json cluster = Json::array();
    for (std::size_t j = i; j < std::min(i + kClusterSize, envelopes.size()); ++j) {
      cluster.push_back(RawXdr(envelopes[j]));
    }
    stages.back().push_back(std::move(cluster));
  }
  return {
      {"parallelTxsComponent", {{"baseFee", base_fee}, {"executionStages", std::move(stages)}}}};
}

Json TxProcessing(const std::vector<BuiltTx>& txs, std::int32_t version) {
  Json processing = Json::array();
  for (const BuiltTx& tx : txs) {
    Json one = {{"result", tx.result_pair},
                {"feeProcessing", tx.fee_changes},
                {"txApplyProcessing", tx.meta}};
    CHECK(version == 2 || tx.post_fee_changes.empty());
    if (version == 2) one["postTxApplyFeeProcessing"] = tx.post_fee_changes;
    processing.push_back(std::move(one));
  }
  return processing;
}

// The old form hashes envelope by envelope, the generalized one as a whole.
Hash256 TxSetHash(std::int32_t version, const Json& tx_set, const std::vector<BuiltTx>& txs,
                  const Hash256& previous) {
  if (version != 0) return Sha256(EncodeXdr("GeneralizedTransactionSet", tx_set));
  Sha256Stream stream;
  stream.Update(previous);
  for (const XdrBytes& envelope : Sorted(txs, false)) stream.Update(envelope);
  return stream.Finish();
}

Json UpgradesProcessing(const std::vector<std::pair<Json, JsonList>>& upgrades,
                        std::uint32_t ledger) {
  Json processing = Json::array();
  for (const auto& [upgrade, changes] : upgrades) {
    processing.push_back({{"upgrade", upgrade}, {"changes", StampedChanges(changes, ledger)}});
  }
  return processing;
}

}  // namespace

LedgerChain::LedgerChain(std::string_view passphrase, std::uint32_t first_sequence,
                         std::uint32_t protocol)
    : network_id_(Sha256(AsBytes(passphrase))),
      sequence_(first_sequence),
      protocol_(protocol),
      close_time_(kFirstCloseTime),
      last_hash_(NameHash("the ledger before the first")) {}

std::vector<BuiltTx> LedgerChain::BuildTxs(const LedgerSpec& spec, std::int32_t version) const {
  std::vector<BuiltTx> txs;
  for (const Tx& tx : spec.txs_) {
    txs.push_back(tx.Build({.network_id = network_id_,
                            .ledger = sequence_,
                            .apply_index = static_cast<std::uint32_t>(txs.size() + 1),
                            .meta_version = TxMetaVersionOf(protocol_)}));
    CHECK(version != 0 || !txs.back().soroban);
  }
  return txs;
}

Json LedgerChain::TransactionSet(const LedgerSpec& spec, std::int32_t version,
                                 const std::vector<BuiltTx>& txs) const {
  const std::vector<XdrBytes> classic = Sorted(txs, false);
  if (version == 0) {
    return {{"previousLedgerHash", HashJson(last_hash_)}, {"txs", Envelopes(classic)}};
  }
  const std::vector<XdrBytes> soroban = Sorted(txs, true);
  Json phases = Json::array();
  phases.push_back(SequentialPhase(classic, spec.classic_base_fee_));
  phases.push_back(version == 2 ? ParallelPhase(soroban, spec.soroban_base_fee_)
                                : SequentialPhase(soroban, spec.soroban_base_fee_));
  return {
      {"v1TxSet", {{"previousLedgerHash", HashJson(last_hash_)}, {"phases", std::move(phases)}}}};
}

Json LedgerChain::ScpValue(const LedgerSpec& spec, const Hash256& tx_set_hash) const {
  Json upgrades = Json::array();
  for (const auto& [upgrade, changes] : spec.upgrades_) {
    upgrades.push_back(Opaque(EncodeXdr("LedgerUpgrade", upgrade)));
  }
  Json value = {{"txSetHash", HashJson(tx_set_hash)},
                {"closeTime", close_time_},
                {"upgrades", std::move(upgrades)}};
  if (spec.signer_.has_value()) {
    const Hash256 half = NameHash(*spec.signer_ + " signs");
    XdrBytes signature(half.begin(), half.end());
    signature.insert(signature.end(), half.begin(), half.end());
    value["ext"] = {{"lcValueSignature",
                     {{"nodeID", Account(*spec.signer_)}, {"signature", Opaque(signature)}}}};
  }
  return value;
}

Json LedgerChain::Header(const LedgerSpec& spec, const Hash256& tx_set_hash,
                         const std::vector<BuiltTx>& txs) const {
  Json results = Json::array();
  for (const BuiltTx& tx : txs) results.push_back(tx.result_pair);
  const XdrBytes result_set = EncodeXdr("TransactionResultSet", {{"results", std::move(results)}});
  Json header = {{"ledgerVersion", protocol_},
                 {"previousLedgerHash", HashJson(last_hash_)},
                 {"scpValue", ScpValue(spec, tx_set_hash)},
                 {"txSetResultHash", HashJson(Sha256(result_set))},
                 {"bucketListHash", NamedHash(fmt::format("buckets of {}", sequence_))},
                 {"ledgerSeq", sequence_},
                 {"totalCoins", 1'054'439'020'873'472'865},
                 {"feePool", 18'153'766'209'161},
                 {"idPool", 100},
                 {"baseFee", 100},
                 {"baseReserve", 5'000'000},
                 {"maxTxSetSize", 1000}};
  header.merge_patch(spec.header_);
  return header;
}

BuiltLedger LedgerChain::Add(const LedgerSpec& spec) {
  protocol_ = spec.protocol_.value_or(protocol_);
  close_time_ = spec.close_time_.value_or(close_time_ + kSecondsPerLedger);
  const std::int32_t version = spec.meta_version_.value_or(MetaVersionOf(protocol_));
  const std::vector<BuiltTx> txs = BuildTxs(spec, version);
  const Json tx_set = TransactionSet(spec, version, txs);
  const XdrBytes header =
      EncodeXdr("LedgerHeader", Header(spec, TxSetHash(version, tx_set, txs, last_hash_), txs));
  BuiltLedger built{
      .sequence = sequence_, .xdr = {}, .hash = Sha256(header), .transaction_hashes = {}};
  for (const BuiltTx& tx : txs) built.transaction_hashes.push_back(tx.hash);

  Json meta = {{"ledgerHeader", {{"hash", HashJson(built.hash)}, {"header", RawXdr(header)}}},
               {"txSet", tx_set},
               {"txProcessing", TxProcessing(txs, version)},
               {"upgradesProcessing", UpgradesProcessing(spec.upgrades_, sequence_)}};
  if (version >= 1) {
    if (spec.soroban_fee_write_1kb_.has_value()) {
      meta["ext"] = {{"v1", {{"sorobanFeeWrite1KB", *spec.soroban_fee_write_1kb_}}}};
    }
    meta["totalByteSizeOfLiveSorobanState"] = spec.live_soroban_state_bytes_;
    meta["evictedKeys"] = spec.evicted_;
  }
  Json tagged = Json::object();
  tagged[fmt::format("v{}", version)] = std::move(meta);
  built.xdr = EncodeXdr("LedgerCloseMeta", tagged);
  last_hash_ = built.hash;
  ++sequence_;
  return built;
}

std::vector<BuiltLedger> LedgerChain::AddPayments(std::size_t count) {
  std::vector<BuiltLedger> ledgers;
  for (; count > 0; --count) {
    ledgers.push_back(Add(LedgerSpec().Add(Tx("alice").Op(Payment("bob", NativeAsset(), 100)))));
  }
  return ledgers;
}

}  // namespace lake::testing
