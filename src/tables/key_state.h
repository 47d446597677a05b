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

// The keys of one ledger's list, duplicates left out, TTL keys described by their owners.
class KeyList {
 public:
  struct Item {
    Hash256 hash;  // SHA-256 of the key's XDR
    xdr::LedgerKey key;
    std::int64_t restored_from = 0;
    bool repeated = false;
  };

  void Add(Bytes key_xdr, std::int64_t restored_from);
  // Marks repeated keys and makes Owner work. Call once, when all keys have been added.
  void Seal();

  const std::vector<Item>& items() const { return items_; }
  // The data or code key that a TTL key is about; null when it is not in the list.
  const Item* Owner(const Item& ttl) const;
  KeyState StateOf(Arena& arena, const Item& item) const;

 private:
  const Item* Find(const std::uint8_t* hash) const;
  std::vector<Item> items_;
  std::vector<std::uint32_t> by_hash_;
};

}  // namespace lake
