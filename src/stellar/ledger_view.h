// One validated LedgerCloseMeta behind one face, whatever its version (V0, V1, V2).
//
// Decode makes the one pass over the bytes that checks everything (bounds, unknown arms, padding,
// depth) and notes where transactions, operations, entry changes and events begin. After it every
// view in here points into validated memory, so reading needs no further error handling. The
// ledger's bytes must outlive the view. Decode may be called again: the index memory is reused, so
// the steady state allocates nothing. One LedgerView belongs to one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/sha256.h"
#include "xdr/views.h"

namespace lake {

// A half-open range of indexes into one of the ledger's flat lists.
struct IndexRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t size() const { return end - begin; }
};

// One LedgerEntryChange. `entry` (created, updated, state, restored) or `key` (removed) starts at
// `body`.
struct ChangeRef {
  const std::uint8_t* body;
  std::uint32_t body_size;
  xdr::LedgerEntryChangeType type;
  xdr::LedgerEntryType entry_type;
  xdr::LedgerEntry entry() const { return xdr::LedgerEntry(body); }
  xdr::LedgerKey key() const { return xdr::LedgerKey(body); }
  Bytes bytes() const { return {body, body_size}; }
};

enum class EventScope : std::uint8_t { kTransaction, kOperation, kDiagnostic };

// One contract event in the list of its scope; `index` counts within that list.
struct EventRef {
  xdr::ContractEvent event;
  EventScope scope;
  bool in_successful_contract_call;  // true except for diagnostic events that say otherwise
  std::int32_t operation_index;      // -1 outside operation scope
  std::int32_t index;
};

// What the transaction meta holds for one operation.
struct OperationMetaRef {
  IndexRange changes;
  IndexRange events;
};

// Where the operation-level parts of one operation are.
struct OperationRef {
  xdr::Operation operation;
  std::optional<xdr::OperationResult>
      result;          // of the operation's type; none when the transaction failed before it ran
  IndexRange changes;  // into LedgerView::changes()
  IndexRange events;   // into LedgerView::events()
};

struct TransactionRef {
  std::uint32_t apply_index;  // 1-based position in txProcessing
  xdr::TransactionEnvelope envelope;
  Bytes envelope_xdr;
  Hash256 hash;  // outer hash
  xdr::TransactionResultPair result_pair;
  Bytes result_xdr;  // TransactionResult, without the pair's hash
  Bytes meta_xdr;    // TransactionMeta (txApplyProcessing)
  std::int32_t meta_version;
  Bytes fee_changes_xdr;   // LedgerEntryChanges of feeProcessing
  IndexRange fee_changes;  // into LedgerView::changes(), likewise below
  IndexRange changes_before;
  IndexRange changes_after;
  IndexRange post_fee_changes;  // postTxApplyFeeProcessing, V2 only
  IndexRange operations;        // into LedgerView::operations(), in envelope order
  IndexRange events;            // all scopes, in meta order
  // What the meta says of a Soroban transaction as a whole; none where it says nothing.
  std::optional<xdr::SorobanTransactionMetaExt> soroban_ext;
  std::optional<xdr::SCVal> return_value;  // of its operation; means nothing when that failed
  bool successful;
  bool fee_bump;
};

class LedgerView {
 public:
  // kDataLoss with offset and the field's path when the bytes are not one whole LedgerCloseMeta, or
  // when envelopes, results and meta do not belong together. `network_id` is SHA-256 of the
  // passphrase: it makes transaction hashes.
  Status Decode(Bytes ledger_close_meta, const Hash256& network_id);

  std::int32_t version() const { return version_; }  // 0, 1, 2
  Bytes bytes() const { return bytes_; }
  xdr::LedgerHeaderHistoryEntry header_entry() const { return header_entry_; }
  xdr::LedgerHeader header() const { return header_; }
  Bytes header_xdr() const { return header_xdr_; }
  std::uint32_t sequence() const { return header_.ledgerSeq(); }
  std::int64_t close_time() const { return close_time_; }  // Unix seconds
  // As the header says: of the ledger that upgrades the protocol the new one, because upgrades are
  // applied last. Rules about transactions ask applied_protocol().
  std::uint32_t protocol() const { return header_.ledgerVersion(); }
  // Under which the transactions ran (decision D26). The ledger that upgrades the protocol does not
  // name the old one: it is taken to be the one before, or the last that had such a meta.
  std::uint32_t applied_protocol() const { return applied_protocol_; }

  std::span<const TransactionRef> transactions() const { return transactions_; }
  std::span<const OperationRef> operations() const { return operations_; }
  std::span<const ChangeRef> changes() const { return changes_; }
  std::span<const EventRef> events() const { return events_; }
  std::span<const ChangeRef> changes(IndexRange r) const {
    return changes().subspan(r.begin, r.size());
  }
  std::span<const OperationRef> operations(IndexRange r) const {
    return operations().subspan(r.begin, r.size());
  }
  std::span<const EventRef> events(IndexRange r) const {
    return events().subspan(r.begin, r.size());
  }
  IndexRange upgrade_changes() const { return upgrade_changes_; }

  // V1 and V2 only.
  std::optional<std::int64_t> soroban_fee_write_1kb() const { return soroban_fee_write_1kb_; }
  std::optional<std::uint64_t> live_soroban_state_bytes() const {
    return live_soroban_state_bytes_;
  }
  const std::optional<xdr::Array<xdr::LedgerKey>>& evicted_keys() const { return evicted_keys_; }

  // Inputs of the proofs (stellar/proof.h).
  Bytes tx_set_xdr() const { return tx_set_xdr_; }
  std::span<const Bytes> tx_set_envelopes() const { return tx_set_envelopes_; }  // in set order
  std::span<const Hash256> tx_set_hashes() const { return tx_set_hashes_; }  // of those envelopes
  Hash256 result_set_hash() const;  // SHA-256 of the TransactionResultSet
 private:
  friend class LedgerIndexer;
  Bytes bytes_;
  std::int32_t version_ = 0;
  xdr::LedgerHeaderHistoryEntry header_entry_{nullptr};
  xdr::LedgerHeader header_{nullptr};
  Bytes header_xdr_;
  std::int64_t close_time_ = 0;
  std::uint32_t applied_protocol_ = 0;
  std::vector<TransactionRef> transactions_;
  std::vector<OperationRef> operations_;
  std::vector<ChangeRef> changes_;
  std::vector<EventRef> events_;
  IndexRange upgrade_changes_;
  std::optional<std::int64_t> soroban_fee_write_1kb_;
  std::optional<std::uint64_t> live_soroban_state_bytes_;
  std::optional<xdr::Array<xdr::LedgerKey>> evicted_keys_;
  Bytes tx_set_xdr_;
  std::vector<Bytes> tx_set_envelopes_;
  std::vector<Hash256> tx_set_hashes_;
  // Scratch of Decode.
  std::vector<OperationMetaRef> operation_metas_;
  std::vector<std::uint32_t> envelope_slots_;  // open-addressed, by transaction hash
};

}  // namespace lake
