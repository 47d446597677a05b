// The ledger's entry changes in protocol order, compacted to one net change per ledger key.
//
// Order: fee processing of every transaction; per transaction before-changes, operation changes,
// after-changes; post-apply fee processing (V2); upgrades. Pairing and compaction rules:
// contract/tables.yaml `change_stream`. Evictions are not part of it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stellar/ledger_view.h"

namespace lake {

enum class NetChangeKind : std::uint8_t { kCreated = 0, kUpdated = 1, kRemoved = 2, kRestored = 4 };

// The net effect of one ledger on one entry. Values are LedgerEntryChangeType's numbers.
struct NetChange {
  NetChangeKind kind;
  xdr::LedgerEntryType entry_type;
  const ChangeRef* pre;   // first pre-image (STATE); null for created and restored
  const ChangeRef* post;  // last post-image; null for removed
  // For TTL entries: the largest liveUntilLedgerSeq seen (CAP-63); 0 for other types.
  std::uint32_t ttl_live_until;
  Bytes key_xdr;  // LedgerKey XDR, as the network encodes it (in the compactor's memory)
};

// Reusable: the hash table and key memory are kept between ledgers. One thread at a time.
class ChangeCompactor {
 public:
  ChangeCompactor();
  ~ChangeCompactor();
  // Net changes in order of first appearance of their key; valid until the next call.
  // kDataLoss when a change has no pre-image where the protocol requires one.
  Result<std::span<const NetChange>> Compact(const LedgerView& ledger);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lake
