// Chains of ledgers whose hashes are all valid: transaction hashes, result-set hash,
// transaction-set hash, header hash, previous-ledger hash.
//
//   LedgerChain chain(kTestPassphrase, 1000, 23);
//   BuiltLedger ledger = chain.Add(LedgerSpec().Add(Tx("alice").Op(...)).Add(Tx("bob")...));
//
// The protocol decides the forms, as on the network: LedgerCloseMeta V0 with a TransactionSet
// before protocol 20, V1 with a GeneralizedTransactionSet from 20, V2 with parallel Soroban phases
// from 23; TransactionMeta 1, 2 (from 10), 3 (from 20), 4 (from 23). A spec can say otherwise.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/built_ledger.h"
#include "support/entries.h"
#include "support/tx_builder.h"

namespace lake::testing {

inline constexpr std::string_view kTestPassphrase = "Stellarlake test network";

class LedgerSpec {
 public:
  // In apply order. In the transaction set they stand sorted by hash, as on the network.
  LedgerSpec& Add(const Tx& tx);
  LedgerSpec& CloseTime(std::int64_t unix_seconds);
  LedgerSpec& Protocol(std::uint32_t version);    // of this ledger and the ones after
  LedgerSpec& MetaVersion(std::int32_t version);  // of LedgerCloseMeta
  LedgerSpec& SignedBy(std::string_view node);    // makes the SCP value a signed one
  // An upgrade, {{"newBaseFee", 200}}, with the changes that it made.
  LedgerSpec& Upgrade(Json upgrade, JsonList changes = {});
  LedgerSpec& Evict(JsonList ledger_keys);
  LedgerSpec& LiveSorobanStateBytes(std::uint64_t bytes);
  LedgerSpec& SorobanFeeWrite1Kb(std::int64_t stroops);
  // One base fee for all classic (or Soroban) transactions of a generalized set.
  LedgerSpec& DiscountedFee(std::int64_t classic, std::int64_t soroban);
  // Fields of the LedgerHeader, in the end: {{"feePool", 5}}. A wrong hash can be made here.
  LedgerSpec& Header(Json fields);

 private:
  friend class LedgerChain;
  std::vector<Tx> txs_;
  std::optional<std::int64_t> close_time_;
  std::optional<std::uint32_t> protocol_;
  std::optional<std::int32_t> meta_version_;
  std::optional<std::string> signer_;
  std::vector<std::pair<Json, JsonList>> upgrades_;
  JsonList evicted_;
  std::uint64_t live_soroban_state_bytes_ = 0;
  std::optional<std::int64_t> soroban_fee_write_1kb_;
  Json classic_base_fee_;
  Json soroban_base_fee_;
  Json header_ = Json::object();
};

class LedgerChain {
 public:
  // The first ledger's previous-ledger hash is an arbitrary one.
  LedgerChain(std::string_view passphrase, std::uint32_t first_sequence, std::uint32_t protocol);

  BuiltLedger Add(const LedgerSpec& spec = LedgerSpec());
  // `count` ledgers of one payment each.
  std::vector<BuiltLedger> AddPayments(std::size_t count);
  // Leaves out `count` ledgers.
  void Skip(std::uint32_t count) { sequence_ += count; }

  const Hash256& network_id() const { return network_id_; }
  std::uint32_t next_sequence() const { return sequence_; }
  const Hash256& last_hash() const { return last_hash_; }

 private:
  Json TransactionSet(const LedgerSpec& spec, std::int32_t version,
                      const std::vector<BuiltTx>& txs) const;
  Json ScpValue(const LedgerSpec& spec, const Hash256& tx_set_hash) const;
  Json Header(const LedgerSpec& spec, const Hash256& tx_set_hash,
              const std::vector<BuiltTx>& txs) const;
  std::vector<BuiltTx> BuildTxs(const LedgerSpec& spec, std::int32_t version) const;

  Hash256 network_id_;
  std::uint32_t sequence_;
  std::uint32_t protocol_;
  std::int64_t close_time_;
  Hash256 last_hash_;
};

}  // namespace lake::testing
