// What evicted_keys_state_v1 and restored_keys_state_v1 say of a ledger key. A TTL key says nothing
// of its own: it takes the words of the contract data or code key whose hash it carries, when that
// key is in the same list.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/sha256.h"
#include "xdr/views.h"

namespace lake {

struct KeyState {
  std::string_view contract_id;  // C..., or 64 hex for code, or empty
  std::string_view key_type;
  std::string_view durability;  // persistent, temporary, unknown
  std::string_view ledger_entry_type;
};

// The keys of one ledger's list, duplicates left out, TTL keys described by their owners. Reusable:
// memory is kept between ledgers. One thread at a time.
class KeyList {
 public:
  struct Item {
    Hash256 hash;  // SHA-256 of the key's XDR
    xdr::LedgerKey key;
    std::int64_t restored_from = 0;
    bool repeated = false;
    KeyState state{};  // of a key that is not repeated, after Seal
  };

  void Clear() { items_.clear(); }
  void Add(Bytes key_xdr, std::int64_t restored_from);
  // Marks repeated keys, describes the others and makes Owner work. Call once, when all keys have
  // been added. `arena` takes texts.
  void Seal(Arena& arena);

  const std::vector<Item>& items() const { return items_; }
  // The data or code key that a TTL key is about; null when it is not in the list.
  const Item* Owner(const Item& ttl) const;

 private:
  // The slot of the key with that hash, or the empty one where it would stand.
  std::size_t SlotOf(const std::uint8_t* hash) const;
  std::vector<Item> items_;
  std::vector<std::uint32_t> slots_;  // open-addressed, by hash: indexes into items_
};

}  // namespace lake
