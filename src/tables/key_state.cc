#include "tables/key_state.h"

#include <bit>
#include <cstring>

#include "base/hex.h"
#include "stellar/address.h"
#include "stellar/enum_text.h"

namespace lake {
namespace {

constexpr std::uint32_t kEmptySlot = 0xFFFFFFFFu;

bool IsTtl(const KeyList::Item& item) { return item.key.type() == xdr::LedgerEntryType::TTL; }

KeyState ContractDataState(Arena& arena, xdr::LedgerKeyContractData data) {
  const bool persistent = data.durability() == xdr::ContractDataDurability::PERSISTENT;
  return {.contract_id = ScAddressText(arena, data.contract()),
          .key_type = HubbleText(data.key().type()),
          .durability = persistent ? "persistent" : "temporary",
          .ledger_entry_type = {}};
}

// What the key itself says; nothing for a TTL key.
KeyState StateOf(Arena& arena, xdr::LedgerKey key) {
  const std::string_view type = HubbleText(key.type());
  KeyState state{"", type, "unknown", {}};
  if (key.type() == xdr::LedgerEntryType::CONTRACT_DATA) {
    state = ContractDataState(arena, key.contractData());
  } else if (key.type() == xdr::LedgerEntryType::CONTRACT_CODE) {
    state = {HexText(arena, key.contractCode().hash().bytes()), "ContractCode", "persistent", {}};
  }
  state.ledger_entry_type = type;
  return state;
}

}  // namespace

void KeyList::Add(Bytes key_xdr, std::int64_t restored_from) {
  items_.push_back({Sha256(key_xdr), xdr::LedgerKey(key_xdr.data()), restored_from});
}

void KeyList::Seal(Arena& arena) {
  slots_.assign(std::bit_ceil(items_.size() * 2 + 1), kEmptySlot);
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    std::uint32_t& slot = slots_[SlotOf(items_[i].hash.data())];
    items_[i].repeated = slot != kEmptySlot;
    if (items_[i].repeated) continue;
    slot = i;
    items_[i].state = StateOf(arena, items_[i].key);
  }
  for (Item& item : items_) {
    if (!IsTtl(item)) continue;
    const Item* owner = Owner(item);
    if (owner == nullptr || IsTtl(*owner)) continue;
    item.state.contract_id = owner->state.contract_id;
    item.state.durability = owner->state.durability;
  }
}

// A SHA-256 is as good as random: its first bytes choose the slot.
std::size_t KeyList::SlotOf(const std::uint8_t* hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = LoadU64(hash) & mask;
  while (slots_[slot] != kEmptySlot &&
         std::memcmp(items_[slots_[slot]].hash.data(), hash, sizeof(Hash256)) != 0) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

const KeyList::Item* KeyList::Owner(const Item& ttl) const {
  const std::uint32_t index = slots_[SlotOf(ttl.key.ttl().keyHash().data())];
  return index == kEmptySlot ? nullptr : &items_[index];
}

}  // namespace lake
