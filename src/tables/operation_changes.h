// The entry changes of one operation as before and after, step by step, in the order of their
// ledger keys. The net effect of a whole ledger is stellar/change_stream.h.
//
// stellar-core writes an operation's changes in the order of its hash table, which means nothing;
// sorted they read the same whoever ran the operation. Changes of one key stay in their order. A
// STATE, or a RESTORED, is the pre-image of the UPDATED or REMOVED that follows it
// (contract/tables.yaml `change_stream.pairing`).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/arena.h"
#include "stellar/ledger_view.h"

namespace lake {

struct OperationChange {
  xdr::LedgerEntryChangeType type;  // never LEDGER_ENTRY_STATE
  xdr::LedgerEntryType entry_type;
  const ChangeRef* pre;   // null for created and restored, and where the meta lacks it
  const ChangeRef* post;  // null for removed
  Bytes key_xdr;          // LedgerKey

  bool created() const { return type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_CREATED; }
  bool removed() const { return type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_REMOVED; }
  // The entry after the change, or the last image of one that is gone. Null without any image.
  const ChangeRef* latest() const { return post != nullptr ? post : pre; }
};

using OperationChanges = std::span<const OperationChange>;

// Reusable: memory is kept between operations. One thread at a time.
class SortedChanges {
 public:
  // `entry_types` has a bit per xdr::LedgerEntryType. Valid until the next call, and as long as the
  // ledger's bytes; `arena` takes keys that do not stand in the ledger (stellar/entry_key.h).
  OperationChanges Collect(std::span<const ChangeRef> changes, std::uint32_t entry_types,
                           Arena& arena);

 private:
  std::vector<OperationChange> changes_;
};

}  // namespace lake
